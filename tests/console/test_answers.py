from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answer import Answer, Excerpt, Question
from bot.answer.citing import parts
from bot.articles.article import FIELDS, Article, Provenance, Span
from bot.console.answers import citation, percent, show_answer
from bot.console.screen import Screen

ARTICLE = Article(
    id="a1",
    path="ferry/dock.md",
    digest="00" * 32,
    title="Dock opens",
    source="The Ferry Post",
    authors=("Ada Quill",),
    date=date(2018, 8, 7),
    url="https://example.org/dock",
    provenance=dict.fromkeys(FIELDS, Provenance.DECLARED),
)
QUOTE = "It rained. The dock opened at noon\non Tuesday. Few came."
EXCERPT = Excerpt(
    ARTICLE, 3, Span(40, 40 + len(QUOTE)), QUOTE, Span(11, 46), 7.5, ("b1", "c1"), ("Take care.",)
)
ANSWER = Answer(Question("When did it open?"), True, 0.934, (EXCERPT,), (), None, 1, 3.2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(
    answer: Answer,
    stream: io.StringIO | None = None,
    environ: Mapping[str, str] | None = None,
    width: int | None = None,
) -> str:
    stream = stream or io.StringIO()
    show_answer(Screen(stream, environ or {"TERM": "xterm-256color"}, width), answer)
    return stream.getvalue()


def test_without_a_terminal_the_lines_are_plain_and_whole() -> None:
    assert shown(ANSWER).splitlines() == [
        "1. It rained. The dock opened at noon on Tuesday. Few came.",
        "   — Dock opens · The Ferry Post · 7 Aug 2018 · ¶ 3 · also in 2 others",
        "     https://example.org/dock",
        "   ! Take care.",
        "",
        "93% sure that the corpus answers this",
    ]


def test_on_a_terminal_the_highlight_is_bold() -> None:
    text = shown(ANSWER, Terminal(), width=100)
    assert "It rained. \x1b[1mThe dock opened at noon on Tuesday.\x1b[0m Few came." in text


def test_no_color_and_a_dumb_terminal_get_no_escape_sequence() -> None:
    for environ in ({"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}):
        assert "\x1b" not in shown(ANSWER, Terminal(), environ, width=100)


def test_lines_wrap_at_the_width_of_the_terminal() -> None:
    lines = shown(ANSWER, Terminal(), {"NO_COLOR": "1"}, width=30).splitlines()
    assert "     https://example.org/dock" in lines
    assert max(len(line) for line in lines if "https:" not in line) <= 30
    assert lines[1] == "   at noon on Tuesday. Few"
    words = " ".join(lines).split()
    assert "opened at noon on Tuesday. Few came." in " ".join(words)


def test_cuts_show_and_warnings_of_the_article_too() -> None:
    article = replace(ARTICLE, warnings=("A sample.",), url=None)
    cut = replace(EXCERPT, article=article, cut_before=True, cut_after=True, warnings=())
    text = shown(replace(ANSWER, excerpts=(cut,)))
    assert "1. […] It rained. The dock opened at noon on Tuesday. Few came. […]\n" in text
    assert "   ! A sample.\n" in text


def told(**changes: Any) -> str:
    """The citation of an article that differs so."""
    return citation(parts(replace(EXCERPT, article=replace(ARTICLE, **changes), also_in=())))


def test_what_is_not_known_is_said_and_an_inferred_date_marked() -> None:
    inferred = {**ARTICLE.provenance, "date": Provenance.INFERRED}
    assert told(title=None, source=None, authors=(), date=None) == (
        "untitled (dock.md) · outlet not named · undated · ¶\u00a03"
    )
    assert told(provenance=inferred) == (
        "Dock opens · The Ferry Post · about 7 Aug 2018, inferred · ¶\u00a03"
    )


def test_a_paragraph_number_stays_with_its_sign_at_every_width() -> None:
    for width in range(20, 100):
        lines = shown(ANSWER, Terminal(), {"NO_COLOR": "1"}, width=width).splitlines()
        assert any("¶ 3" in line for line in lines), width
        assert not any("\u00a0" in line or "\u2800" in line for line in lines)


def test_a_warning_of_excerpt_and_article_is_told_once() -> None:
    article = replace(ARTICLE, warnings=("Take care.",))
    text = shown(replace(ANSWER, excerpts=(replace(EXCERPT, article=article),)))
    assert text.count("Take care.") == 1


def test_a_refusal_offers_the_closest_passages_and_a_spelling() -> None:
    refusal = replace(
        ANSWER, answered=False, excerpts=(), near_misses=(EXCERPT,), suggestion="When did it open"
    )
    text = shown(refusal)
    assert text.startswith("Nothing in the corpus answers this.\n\nThe closest passages:\n1. It")
    assert "Did you mean: When did it open\n" in text
    assert "closest" not in shown(replace(refusal, near_misses=()))


def test_no_estimate_is_certain() -> None:
    shares = (0.0, 0.0099, 0.01, 0.5, 0.99, 0.9901, 1.0)
    assert [percent(share) for share in shares] == [
        *("under 1%", "under 1%", "1%", "50%", "99%", "over 99%", "over 99%"),
    ]


HOSTILE = st.text(
    st.sampled_from("ab \n\x00\x07\x1b[]m;\x7f\x9b\x9d\u202e\u2066\u2028\ud800"), max_size=12
)


@given(HOSTILE, HOSTILE, HOSTILE, st.booleans())
def test_nothing_of_an_article_steers_the_terminal(
    title: str, quote: str, path: str, answered: bool
) -> None:
    article = replace(ARTICLE, title=title, source=quote, path=path, url=title, warnings=(path,))
    excerpt = replace(
        EXCERPT, article=article, quote=quote, highlight=Span(0, len(quote)), warnings=(title,)
    )
    answer = replace(
        ANSWER,
        answered=answered,
        excerpts=(excerpt,) if answered else (),
        near_misses=() if answered else (excerpt,),
        suggestion=quote or None,
    )
    text = shown(answer, Terminal(), {"NO_COLOR": "1"}, width=60)
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\x9d\u202e\u2066\u2028\ud800\r")
