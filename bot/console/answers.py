"""An answer as lines of a terminal: quotes with their citations, or a refusal that helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.text import Text

from bot.answer.answer import Answer, Excerpt
from bot.articles.article import Article, Provenance
from bot.console.clean import clean
from bot.console.screen import Screen

CUT = "[…]"


def show_answer(screen: Screen, answer: Answer) -> None:
    if answer.answered:
        _excerpts(screen, answer.excerpts)
    else:
        screen.line("Nothing in the corpus answers this.", "bold")
        if answer.near_misses:
            screen.line()
            screen.line("The closest passages:")
            _excerpts(screen, answer.near_misses)
    if answer.suggestion:
        screen.line("Did you mean: " + clean(answer.suggestion), "yellow")
    screen.line(f"{percent(answer.confidence)} sure that the corpus answers this", "dim")


def _excerpts(screen: Screen, excerpts: Sequence[Excerpt]) -> None:
    for number, excerpt in enumerate(excerpts, start=1):
        first = f"{number}. "
        rest = " " * len(first)
        screen.line(quote_text(excerpt), first=first, rest=rest)
        screen.line(citation(excerpt), "cyan", first=rest + "— ", rest=rest + "  ")
        if excerpt.article.url:
            screen.line(clean(excerpt.article.url), "dim", first=rest + "  ", rest=rest + "  ")
        for warning in (*excerpt.article.warnings, *excerpt.warnings):
            screen.line("! " + clean(warning), "dim", first=rest, rest=rest + "  ")
        screen.line()


def quote_text(excerpt: Excerpt) -> Text:
    """The quote on one line, its highlight bold, cuts shown as […]."""
    start, end = excerpt.highlight
    quote = excerpt.quote
    text = Text(f"{CUT} " if excerpt.cut_before else "")
    text.append(clean(quote[:start]))
    text.append(clean(quote[start:end]), "bold")
    text.append(clean(quote[end:]))
    return text.append(f" {CUT}" if excerpt.cut_after else "")


def citation(excerpt: Excerpt) -> str:
    """For example ``Title · Outlet · 17 Aug 2018 · ¶ 3 · also in 2 others``."""
    article = excerpt.article
    parts = [
        _marked(article, "title", article.title) or f"untitled ({clean(article.path)})",
        _marked(article, "source", article.source),
        _marked(article, "date", day(article.date)) or "undated",
        f"¶ {excerpt.paragraph}",
    ]
    if excerpt.also_in:
        count = len(excerpt.also_in)
        parts.append(f"also in {count} other{'s' if count > 1 else ''}")
    return " · ".join(part for part in parts if part)


def day(value: date | None) -> str | None:
    return f"{value.day} {value:%b} {value.year}" if value else None


def percent(probability: float) -> str:
    """Never 0% or 100%, which no estimate is."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{probability:.0%}"


def _marked(article: Article, name: str, value: str | None) -> str:
    if not value:
        return ""
    inferred = article.provenance[name] is Provenance.INFERRED
    return clean(value) + (" (inferred)" if inferred else "")
