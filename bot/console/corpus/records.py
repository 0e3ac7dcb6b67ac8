"""``corpus unanswered``, ``stats`` and ``export``: what the log tells, of all servers."""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.answer.wording import plural
from bot.articles.members import NOTHING_HIDDEN
from bot.console.clean import clean
from bot.console.picture import NOTHING_TO_DRAW, picture_target, write_picture
from bot.console.screen import Screen
from bot.console.stream import emit
from bot.console.target import target
from bot.desk.pictures import Pictures
from bot.desk.records import first_moment
from bot.errors import QuestionError
from bot.log.reading import moment
from bot.log.reports.export import Kind, Scope, export
from bot.log.reports.stats import Stats, moment_of, stats
from bot.log.reports.unanswered import Unanswered, Wanted, asked_by, unanswered
from bot.text.calendar import parse_bound

BAR_CHARS = 40


def tell_records(parsed: argparse.Namespace, log_path: Path) -> int:
    """Raises LogError, QuestionError, PictureError and OutputError."""
    match parsed.action:
        case "unanswered":
            report = unanswered(log_path, None, first_moment(parsed.days), parsed.limit)
            if parsed.json:
                emit(_unanswered_json(report))
            else:
                _show_unanswered(Screen(sys.stdout), report)
        case "stats":
            _stats(parsed, log_path)
        case _:
            _export(parsed, log_path)
    return 0


def _stats(parsed: argparse.Namespace, log_path: Path) -> None:
    file = picture_target(parsed.png)
    found = stats(log_path, None, parsed.days, datetime.now(UTC).date(), NOTHING_HIDDEN)
    if parsed.json:
        emit(_stats_json(found))
    else:
        _show_stats(Screen(sys.stdout), found)
    if file is None:
        return
    picture = asyncio.run(_drawn(found))
    if picture is None:
        print(f"refdesk: {NOTHING_TO_DRAW}", file=sys.stderr)
    else:
        write_picture(file, picture)


async def _drawn(found: Stats) -> bytes | None:
    pictures = Pictures()
    try:
        return await pictures.picture(found.usage)
    finally:
        pictures.close()


def _export(parsed: argparse.Namespace, log_path: Path) -> None:
    first, last = _bound(parsed.since, "--since"), _bound(parsed.until, "--until")
    if first and last and first > last:
        raise QuestionError("--since lies after --until, so nothing can fit.")
    scope = Scope(
        None,
        moment_of(first) if first else -math.inf,
        moment_of(last, end=True) if last else math.inf,
        people=parsed.people,
    )
    with target(parsed.file) as file:
        count = export(log_path, scope, Kind(parsed.format), file)
    if parsed.file != "-":
        print(plural(count, "row"))


def _bound(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    day = parse_bound(text, end=name == "--until")
    if day is None:
        raise QuestionError(f"{name} needs a date such as 2018, 2018-08 or 2018-08-17.")
    return day


def _show_unanswered(screen: Screen, report: Unanswered) -> None:
    for each in report.wanted:
        screen.line(clean(each.question), "bold", first=f"{each.asks:>5,}  ", rest=" " * 7)
        said = [f"asked {asked_by(each)}", f"last {_when(each.last_asked)}", _match(each)]
        screen.line(" · ".join(said), "dim", first=" " * 7, rest=" " * 7)
    if not report.wanted:
        screen.line("Nothing was left unanswered.", "dim")
    if more := report.open - len(report.wanted):
        screen.line(f"and {plural(more, 'more question')}", "dim")
    for each in report.since_answered:
        screen.line(f"answered since: {clean(each.question)}", "dim")
    if report.left_out:
        screen.line(f"{plural(report.left_out, 'older refusal')} not looked at", "dim")


def _match(each: Wanted) -> str:
    return f"best match {each.nearest * 100:.0f} %"


def _show_stats(screen: Screen, found: Stats) -> None:
    usage = found.usage
    screen.line(f"{usage.extent}: {usage.said}", "bold")
    most = max(day.asked for day in usage.days)
    for day in usage.days:
        if day.asked:
            bar = "█" * max(1, round(BAR_CHARS * day.asked / most))
            screen.line(f"{day.day}  {day.answered:>6,} answered {day.refused:>6,} refused  {bar}")
    votes = f"{found.helpful:,} helpful, {found.unhelpful:,} not helpful"
    timelines, failures = plural(found.timelines, "timeline"), plural(found.failures, "error")
    screen.line(f"{timelines}, {failures}, {votes}")
    if found.median_ms is not None:
        screen.line(f"median {found.median_ms:.1f} ms")
    if found.busiest:
        screen.line("busiest hours (UTC): " + ", ".join(f"{hour:02}" for hour in found.busiest))
    for source in usage.sources:
        screen.line(f"{plural(source.quotes, 'quote'):>14}  {clean(source.name)}")


def _unanswered_json(report: Unanswered) -> dict[str, Any]:
    def told(each: Wanted) -> dict[str, Any]:
        answered = None if each.answered_at is None else moment(each.answered_at)
        return asdict(each) | {"last_asked": moment(each.last_asked), "answered_at": answered}

    return asdict(report) | {
        "wanted": [told(each) for each in report.wanted],
        "since_answered": [told(each) for each in report.since_answered],
    }


def _stats_json(found: Stats) -> dict[str, Any]:
    value = asdict(found)
    usage = value.pop("usage")
    days = [{**day, "day": day["day"].isoformat()} for day in usage["days"]]
    return {
        "asked": found.usage.asked,
        "refused": found.usage.refused,
        **value,
        "days": days,
        "sources": usage["sources"],
    }


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
