"""The lines a card is made of: pure functions from values to Discord Markdown.

Room is counted in UTF-16 units, which no way of counting characters that Discord might use
exceeds. Text is cut before it is escaped, never after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.answer import citing
from bot.answer.answer import Excerpt, Filters
from bot.answer.citing import CUT
from bot.articles.article import Span
from bot.articles.dated import day
from bot.chat.escape import escape, safe_link
from bot.text.unseen import fold, plain

TITLE_CHARS = 100
OUTLET_CHARS = 40
WARNING_CHARS = 100
MAX_WARNINGS = 2
NEAR_MISSES = "-# The closest passages, which may be about something else:"


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def listed(items: Iterable[str], limit: int, last: str = "and") -> str:
    """The first `limit` items, then how many more there are; `last` comes before the last."""
    every = list(items)
    more = len(every) - limit
    shown = every[:limit] + ([f"{more:,} more"] if more > 0 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def shorten(text: str, limit: int) -> str:
    """The text on one line, cut at a word with an ellipsis when it has over `limit` characters."""
    line = plain(text)
    if len(line) <= limit:
        return line
    return f"{_whole_words(line, limit - 1, from_end=False)}…"


def label(text: str, limit: int) -> str:
    """Plain text for a button or a choice, in at most `limit` units."""
    cuts = (shorten(text, chars) for chars in range(limit, 0, -1))
    return next((cut for cut in cuts if units(cut) <= limit), "…")


def citation(
    excerpt: Excerpt,
    *,
    paragraphs: str | None = None,
    link: bool = True,
    title_chars: int = TITLE_CHARS,
) -> str:
    """One line of small print: title, outlet, date, paragraph, and where else the text stands."""
    cited = citing.parts(excerpt)
    name = shorten(cited.title, title_chars)
    url = excerpt.article.url
    _, origin, published, paragraph, *also = cited.parts
    parts = [
        safe_link(name, url) if link and url else escape(name),
        escape(shorten(origin, OUTLET_CHARS)),
        published,
        paragraphs or paragraph,
        *also,
    ]
    return f"-# {' · '.join(parts)}"


def warnings(excerpt: Excerpt) -> list[str]:
    """A line of small print for each of the first warnings."""
    kept = citing.parts(excerpt).warnings[:MAX_WARNINGS]
    return [f"-# ⚠ {escape(shorten(warning, WARNING_CHARS))}" for warning in kept]


def filters(chosen: Filters) -> str:
    """``from Sample Ledger, since 1 Aug 2018, until 31 Dec 2018``, or nothing."""
    parts = []
    if chosen.source:
        parts.append(f"from {escape(shorten(chosen.source, OUTLET_CHARS))}")
    if chosen.since:
        parts.append(f"since {day(chosen.since)}")
    if chosen.until:
        parts.append(f"until {day(chosen.until)}")
    return ", ".join(parts)


def quoted(
    text: str,
    lit: Span,
    room: int,
    *,
    bold: bool = True,
    cut_before: bool = False,
    cut_after: bool = False,
) -> str:
    """A block quote on one line, the characters of `lit` in bold, in at most `room` units.

    White space is folded. Text that does not fit is left out around `lit`, then from the end of
    `lit`; `cut_before`, `cut_after` and whatever is left out here show as […]. An empty `lit` is
    where the text matters most: it is cut away from there.
    """
    start = min(max(lit.start, 0), len(text))
    end = min(max(lit.end, start), len(text))
    parts = (fold(text[:start]), fold(text[start:end]), fold(text[end:]))

    def render(budget: int) -> str:
        kept = _around(*parts, budget)
        line = _marked(*kept.parts) if bold else escape("".join(kept.parts)).strip()
        start = f"{CUT} " if cut_before or kept.left_out_before else ""
        end = f" {CUT}" if cut_after or kept.left_out_after else ""
        return f"> {start}{line}{end}"

    length = sum(map(len, parts))
    whole = render(length)
    if units(whole) <= room:
        return whole
    low, high = 1, length
    while low < high:
        middle = (low + high + 1) // 2
        if units(render(middle)) <= room:
            low = middle
        else:
            high = middle - 1
    return render(low)


class _Kept(NamedTuple):
    """What stands before, in and after the lit part, and where something was left out."""

    parts: tuple[str, str, str]
    left_out_before: bool
    left_out_after: bool


def _around(before: str, lit: str, after: str, budget: int) -> _Kept:
    """The parts cut to `budget` characters in total, from their far ends."""
    if len(lit) > budget:
        kept = _whole_words(lit, budget, from_end=False)
        return _Kept(("", kept, ""), bool(before.strip()), True)
    rest = budget - len(lit)
    head = max(rest // 2, rest - len(after))
    kept_before = _whole_words(before, head, from_end=True)
    kept_after = _whole_words(after, rest - len(kept_before), from_end=False)
    return _Kept(
        (kept_before, lit, kept_after),
        bool(before[: len(before) - len(kept_before)].strip()),
        bool(after[len(kept_after) :].strip()),
    )


def _marked(before: str, lit: str, after: str) -> str:
    """The line with `lit` in bold; spaces at its edges stay outside, or it would not be bold."""
    inner = lit.strip()
    if not inner:
        return escape(before + lit + after).strip()
    lead = before + lit[: len(lit) - len(lit.lstrip())]
    tail = lit[len(lit.rstrip()) :] + after
    return f"{escape(lead)}**{escape(inner)}**{escape(tail)}".strip()


def _whole_words(text: str, limit: int, *, from_end: bool) -> str:
    """At most `limit` characters of one end of the text, not ending within a word if one fits."""
    if len(text) <= limit:
        return text
    if limit <= 0:
        return ""
    if from_end:
        space = re.search(r"\s", text[-limit - 1 :])
        kept = text[-limit:] if space is None else text[-limit - 1 :][space.end() :]
        return kept or text[-limit:]
    kept = text[: limit + 1]
    spaces = list(re.finditer(r"\s+", kept))
    cut_at = spaces[-1].start() if spaces and spaces[-1].start() > 0 else limit
    return text[:cut_at]
