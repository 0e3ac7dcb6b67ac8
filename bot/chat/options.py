"""The options that commands share: an outlet, and the first and the last date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from discord import app_commands

from bot.answer.answer import Filters
from bot.answer.wording import plural
from bot.chat.lines import label, listed, shorten
from bot.desk import SourceCount
from bot.errors import QuestionError
from bot.text.calendar import parse_bound
from bot.text.unseen import plain

MAX_CHOICES = 25  # Discord's limit for suggestions
MAX_CHOICE_CHARS = 100
MAX_DATE_CHARS = 40
MAX_NAMED = 5  # outlets in a sentence
MAX_NAME_CHARS = 60  # of an outlet in a sentence


def filters_of(
    source: str | None,
    since: str | None,
    until: str | None,
    known: tuple[SourceCount, ...],
    *,
    what: str,
) -> Filters:
    """The options as typed, understood; `what` they choose from is named when nothing can fit.

    Raises QuestionError.
    """
    filters = Filters(
        source=known_source(source, known) if source else None,
        since=bound(since, end=False) if since else None,
        until=bound(until, end=True) if until else None,
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise QuestionError(f"The first date is after the last one, so no {what} fits.")
    return filters


def bound(text: str, *, end: bool) -> date:
    """Raises QuestionError when the text is not a date."""
    found = parse_bound(text, end)
    if found is None:
        shown = shorten(text, MAX_DATE_CHARS)
        raise QuestionError(f"I cannot read “{shown}” as a date. Try 2018-08-17, Aug 2018 or 2018.")
    return found


def known_source(text: str, known: tuple[SourceCount, ...]) -> str:
    """The outlet as the corpus writes it. Raises QuestionError when no article has it."""
    names = {_same(count.source): count.source for count in known if count.source}
    found = names.get(_same(text))
    if found is not None:
        return found
    if not names:
        raise QuestionError("No article names its outlet, so none can be chosen.")
    said = f"No article comes from “{shorten(text, MAX_NAME_CHARS)}”."
    close = [names[name] for name in get_close_matches(_same(text), names, n=3)]
    if close:
        raise QuestionError(f"{said} Did you mean {_named(close, 'or')}?")
    raise QuestionError(f"{said} The outlets are {_named(names.values(), 'and')}.")


def source_choices(known: tuple[SourceCount, ...], current: str) -> list[app_commands.Choice[str]]:
    """Outlets that begin with what was typed, then those that hold it, most articles first."""
    typed = _same(current)
    named = [
        (count.source, count.articles)
        for count in known
        if count.source and len(count.source) <= MAX_CHOICE_CHARS and typed in _same(count.source)
    ]
    named.sort(key=lambda item: not _same(item[0]).startswith(typed))
    choices = []
    for name, articles in named[:MAX_CHOICES]:
        counted = f" ({plural(articles, 'article')})"
        shown = label(name, MAX_CHOICE_CHARS - len(counted)) + counted
        choices.append(app_commands.Choice(name=shown, value=name))
    return choices


def _named(outlets: Iterable[str], last: str) -> str:
    return listed((shorten(name, MAX_NAME_CHARS) for name in outlets), MAX_NAMED, last)


def _same(text: str) -> str:
    return plain(text).casefold()
