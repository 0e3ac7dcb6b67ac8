"""A timeline as a file to go on working with: Markdown, CSV, iCalendar.

Markdown and CSV list the events as `Timeline.listed` does, iCalendar in the order of their dates.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, vText
from icalendar import Event as Entry

from bot.answer.citing import CUT, address, parts, quoted
from bot.answer.event import Event, Order, Timeline, event_to_json
from bot.answer.snippet import snippet
from bot.answer.wording import marks, plural, when
from bot.text.unseen import plain

STEM_CHARS = 60
SUMMARY_CHARS = 80

COLUMNS = (
    *("date", "end", "granularity", "when", "planned", "inferred", "quote", "cut"),
    *("span_start", "span_end", "paragraph", "article_id", "article_path", "article_title"),
    *("article_source", "article_authors", "article_date", "article_date_from", "article_url"),
    *("also_in", "score", "warnings"),
)
BYTE_ORDER_MARK = "\ufeff"

_ORDERS = {Order.OLDEST: "oldest first", Order.NEWEST: "newest first", Order.WEIGHT: "best first"}
_LIVE = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)|#(?=#*$)")
_ESCAPED_CUT = re.compile(r"\\\[…\\\](?![(:\\])")  # not a link, nor a link's definition
_LINE_START = re.compile(r"([0-9]{0,9})(?=[-+.)#=])")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_STEM = re.compile(r"[^a-z0-9]+")


def to_markdown(timeline: Timeline) -> str:
    """CommonMark to paste into a report: a heading, and for each event its date with its marks,
    the quote as a block quote and the citation.

    Whatever Markdown would read in an article's text is escaped with a backslash, so that it shows
    as written; line ends within a quote become blanks.
    """
    lines = [f"# Timeline: {_escaped(timeline.topic.text)}", ""]
    if not timeline.events:
        return "\n".join([*lines, "No events found.", ""])
    counted = plural(len(timeline.events), "event")
    articles = plural(timeline.articles, "article")
    lines += [f"{counted} from {articles}, {_ORDERS[timeline.topic.order]}.", ""]
    for event in timeline.listed:
        lines += [*_markdown(event), ""]
    return "\n".join(lines)


def to_csv(timeline: Timeline) -> str:
    """RFC 4180 with a header row: the fields of the JSON, one event a row.

    Begins with a byte order mark, without which Excel takes UTF-8 for the machine's old code page;
    other readers skip it. Quotes are the article's own characters, line ends included; `cut` says
    on which side one was cut out of a longer sentence. A text that a spreadsheet would take for a
    formula (=, +, -, @, a tab or a line end first) gets an apostrophe before it, as OWASP advises,
    and nothing else is changed. Several ids, authors or warnings stand in one cell, parted by `; `.
    """
    target = io.StringIO()
    target.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for event in timeline.listed:
        writer.writerow({name: cell(value) for name, value in _row(event).items()})
    return target.getvalue()


def to_ics(timeline: Timeline, stamp: datetime | None = None) -> bytes:
    """RFC 5545: an all-day entry for each event, over all its days, which leaves people free.

    The same event of the same sentence has the same UID in every timeline, so that a calendar to
    which a timeline is added again holds no entry twice. Nothing says which of two entries is the
    newer, so a calendar may keep the one it has. `stamp` is the DTSTAMP, in UTC; without one it is
    the day the article appeared or, if undated, the event's first day, so that the same timeline
    gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Refdesk//Timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(plain(timeline.topic.text)))
    for event in timeline.events:
        calendar.add_component(_entry(event, stamp))
    return bytes(calendar.to_ical())


def file_stem(timeline: Timeline) -> str:
    """A file name without its suffix, made of the topic: ``timeline-trade-talks``. ASCII letters,
    digits and hyphens, at most STEM_CHARS, safe on every system."""
    letters = unicodedata.normalize("NFKD", timeline.topic.text.casefold())
    words = _NOT_IN_STEM.sub("-", re.sub(r"[^\x00-\x7f]", "", letters))
    return f"timeline-{words.strip('-')}"[:STEM_CHARS].rstrip("-")


def _markdown(event: Event) -> list[str]:
    excerpt = event.excerpt
    dated = " · ".join((f"**{when(event)}**", *marks(event)))
    link = address(excerpt.article)
    cited = parts(excerpt)
    named = _escaped(cited.title)
    title = f"[{named}](<{link}>)" if link else named
    lines = [
        f"- {dated}",
        "",
        f"  > {_escaped(quoted(excerpt))}",
        "",
        f"  {title} · {_escaped(' · '.join(cited.parts[1:]))}",
    ]
    for warning in cited.warnings:
        lines += ["", f"  Note: {_escaped(warning)}"]
    return lines


def _escaped(text: str) -> str:
    """One line of CommonMark, or part of one, that shows as the text; `[…]` needs no escaping."""
    escaped = _LIVE.sub(r"\\\g<0>", plain(text))
    escaped = _ESCAPED_CUT.sub(CUT, escaped)
    return _LINE_START.sub(r"\1\\", escaped, count=1) if _LINE_START.match(escaped) else escaped


def _row(event: Event) -> dict[str, Any]:
    told = event_to_json(event)
    article = told.pop("article")
    start, end = told.pop("span")
    cut = (event.excerpt.cut_before, event.excerpt.cut_after)
    return {
        **told,
        **{f"article_{name}": value for name, value in article.items()},
        "when": when(event),
        "cut": " and ".join(side for side, was in zip(("start", "end"), cut, strict=True) if was),
        "span_start": start,
        "span_end": end,
        "warnings": parts(event.excerpt).warnings,
    }


def cell(value: Any) -> str:
    """A value as a cell of CSV that no spreadsheet takes for a formula, as `to_csv` says."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case list() | tuple():
            return cell("; ".join(value))
    text = _LONE_SURROGATE.sub("\ufffd", str(value)).replace("\0", "\ufffd")
    return f"'{text}" if _FORMULA.match(text) else text


def _entry(event: Event, stamp: datetime | None) -> Entry:
    excerpt = event.excerpt
    article = excerpt.article
    link = address(article)
    cited = parts(excerpt)
    told = (
        f"“{quoted(excerpt)}”",
        f"— {' · '.join(cited.parts)}",
        link or "",
        *(f"({mark})" for mark in marks(event)),
        *(f"Note: {warning}" for warning in cited.warnings),
    )
    entry = Entry()
    entry.add("uid", _uid(event))
    entry.add("dtstamp", stamp or datetime.combine(article.date or event.first, time(), UTC))
    entry.add("dtstart", event.first)
    if event.last < date.max:  # the end is the day after; without one the entry lasts a day
        entry.add("dtend", event.last + timedelta(days=1))
    entry.add("summary", snippet(excerpt, lambda text: len(text) <= SUMMARY_CHARS))
    entry.add("description", "\n".join(line for line in told if line))
    if link:
        entry.add("url", link)
    entry.add("status", "TENTATIVE" if event.planned else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    return entry


def _uid(event: Event) -> str:
    excerpt = event.excerpt
    parts = (excerpt.article.id, *excerpt.span, event.first, event.last)
    digest = hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()
    return f"{digest[:32]}@refdesk"
