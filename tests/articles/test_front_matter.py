from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Provenance
from bot.articles.readers.front_matter import REWRITTEN_WARNING, Declared, read_front_matter
from bot.articles.reject import RejectionError
from tests.articles.reading import dropped, kept, pasted

WHOLE = """---
Title: "Pier: the vote"
DATE: Aug. 17, 2018
source:  Harbor   Post
Authors: [Ann Lee, Bo Marsh]
url: https://example.org/pier?a=b
section: local
---
The pier stays shut."""


def test_every_known_key_is_read_in_any_case() -> None:
    declared = read_front_matter(WHOLE)
    assert declared == Declared(
        end=WHOLE.index("\nThe pier"),
        title="Pier: the vote",
        date=date(2018, 8, 17),
        source="Harbor Post",
        authors=("Ann Lee", "Bo Marsh"),
        url="https://example.org/pier?a=b",
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff", "\n", "\ufeff\r\n "])
@pytest.mark.parametrize("path", ["a.txt", "a.md"])
def test_line_endings_marks_and_blank_lines_do_not_hide_it(
    ending: str, before: str, path: str
) -> None:
    document = pasted(before + WHOLE.replace("\n", ending), path)
    assert document.article.title == "Pier: the vote"
    assert document.article.provenance["date"] is Provenance.DECLARED
    assert kept(document) == ["The pier stays shut."]
    assert "front matter" in dropped(document).values()


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee and Bo Marsh", ("Ann Lee", "Bo Marsh")),
        ("Ann Lee, Bo Marsh & Cy Po", ("Ann Lee", "Bo Marsh", "Cy Po")),
        ("[Ann Lee, Ann Lee]", ("Ann Lee",)),
        ("", ()),
        ("~", ()),
    ],
)
def test_authors_are_a_name_or_a_list(value: str, names: tuple[str, ...]) -> None:
    declared = read_front_matter(f"---\nauthor: {value}\n---\n")
    assert (declared.authors, declared.notes) == (names, ())


@pytest.mark.parametrize(
    "line",
    [
        "date: 2018-02-30",
        "date: 03/04/2019",
        "date: soon",
        "date: [2018]",
        "title: {a: b}",
        "title: [a, b]",
        "source: [a]",
        "authors: {name: Ann}",
        "authors: [Ann, {b: c}]",
        "url: ftp://example.org",
        "url: javascript:alert(1)",
        "url: https://exa mple.org",
        "warning: {a: b}",
        "title: " + "x" * 400,
    ],
)
def test_a_field_of_the_wrong_kind_is_left_out_with_a_note(line: str) -> None:
    declared = read_front_matter(f"---\n{line}\n---\nText.")
    assert len(declared.notes) == 1
    assert line.partition(":")[0] in declared.notes[0]
    assert (declared.date, declared.title, declared.url, declared.source) == (None,) * 4


def test_warnings_and_rewritten_are_declared() -> None:
    declared = read_front_matter("---\nrewritten: true\nwarning: Read with care.\n---\n")
    assert declared.warnings == (REWRITTEN_WARNING, "Read with care.")
    assert read_front_matter("---\nrewritten: false\nwarnings: [A, B]\n---\n").warnings == (
        "A",
        "B",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: a\nsource: 'b\n---\nText.", "line 4"),
        ("---\r\ntitle: [a\r\ndate: b: c\r\n---\r\nText.", "line 3"),
        ("---\ntitle: a\n\tsource: b\n---\nText.", "line 3"),
        ("---\ntitle: a\n\nText without an end.", "line 1 and is never closed"),
        ("---\ntitle: a\nx: " + "b" * 21_000 + "\n---\nText.", "longer than"),
        ("---\ntitle: " + "[" * 9_000 + "\n---\nText.", "Broken front matter"),
        ("---\ntitle: a\nb: &x [*x]\n---\nText.", "Broken front matter"),
    ],
)
def test_broken_front_matter_rejects_the_file_and_names_the_line(text: str, reason: str) -> None:
    with pytest.raises(RejectionError, match=reason) as caught:
        read_front_matter(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text.",
        "---\n\nA rule, then text.\n\n---\n\nMore.",
        "---\nNote: this is text under a rule.\n\nMore.",
        "text\n---\ntitle: late\n---\n",
        "---",
    ],
)
def test_what_only_looks_like_it_is_text(text: str) -> None:
    assert read_front_matter(text) == Declared()


def test_many_aliases_do_not_grow() -> None:
    rows = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    rows += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    text = "---\ntitle: Bomb\n" + "\n".join(rows) + "\nauthors: *a11\n---\n"
    assert read_front_matter(text).title == "Bomb"


@given(st.text(alphabet="---\n:[]{}&*!|>'\"ab \t\r#%@`", max_size=80))
def test_any_front_matter_is_read_or_rejected(inside: str) -> None:
    with suppress(RejectionError):
        assert read_front_matter(f"---\ntitle: a\n{inside}\n---\nText.").end > 0
