"""An answer as lines of a terminal: quotes with their citations, or a refusal that helps."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from bot.answer.answer import Answer, Excerpt
from bot.answer.citing import CUT, Citation, parts
from bot.console.clean import clean
from bot.console.screen import NO_BREAK, Screen


def show_answer(screen: Screen, answer: Answer) -> None:
    if answer.answered:
        show_excerpts(screen, answer.excerpts)
    else:
        screen.line("Nothing in the corpus answers this.", "bold")
        if answer.near_misses:
            screen.line()
            screen.line("The closest passages:")
            show_excerpts(screen, answer.near_misses)
    show_suggestion(screen, answer.suggestion)
    screen.line(f"{percent(answer.confidence)} sure that the corpus answers this", "dim")


def show_excerpts(screen: Screen, excerpts: Sequence[Excerpt]) -> None:
    for number, excerpt in enumerate(excerpts, start=1):
        for row in excerpt_rows(screen, excerpt, first=f"{number}. "):
            screen.row(row)
        screen.line()


def excerpt_rows(
    screen: Screen, excerpt: Excerpt, *, first: str = "", room: int | None = None
) -> list[Text]:
    """The quote, its citation and what belongs under it, as rows of `room` columns; `first` leads
    the first and the others are indented by as much."""
    rest = " " * len(first)
    cited = parts(excerpt)
    lines = [
        (quote_text(excerpt), first, rest),
        (Text(citation(cited), "cyan"), rest + "— ", rest + "  "),
    ]
    if excerpt.article.url:
        lines.append((Text(clean(excerpt.article.url), "dim"), rest + "  ", rest + "  "))
    for warning in cited.warnings:
        lines.append((Text("! " + clean(warning), "dim"), rest, rest + "  "))
    return [
        row
        for text, lead, indent in lines
        for row in screen.rows(text, first=lead, rest=indent, room=room)
    ]


def show_suggestion(screen: Screen, suggestion: str | None) -> None:
    if suggestion:
        screen.line("Did you mean: " + clean(suggestion), "yellow")


def quote_text(excerpt: Excerpt) -> Text:
    """The quote on one line, its highlight bold, cuts shown as […]."""
    start, end = excerpt.highlight
    quote = excerpt.quote
    text = Text(f"{CUT} " if excerpt.cut_before else "")
    text.append(clean(quote[:start]))
    text.append(clean(quote[start:end]), "bold")
    text.append(clean(quote[end:]))
    return text.append(f" {CUT}" if excerpt.cut_after else "")


def citation(cited: Citation) -> str:
    """For example ``Title · Outlet · 17 Aug 2018 · ¶ 3 · also in 2 others``."""
    return " · ".join(clean(part).replace("¶ ", f"¶{NO_BREAK}") for part in cited.parts)


def percent(probability: float) -> str:
    """Never 0% or 100%, which no estimate is."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{probability:.0%}"
