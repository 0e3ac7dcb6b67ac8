"""What moderators read: how far a reload is, its outcome, and how the desk is doing. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.wording import plural
from bot.articles.article import Rejection
from bot.chat.escape import escape
from bot.chat.health import Health
from bot.chat.lines import listed, shorten
from bot.desk import ReloadReport, Status
from bot.search.update import Progress
from bot.text.unseen import plain

MAX_PATHS = 10  # of one list
MAX_REJECTIONS = 8
PATH_CHARS = 60
REASON_CHARS = 100

RULES_UNREAD = (
    "⚠ The rules of who may see which collection could not be read again; those before still hold. "
    "The operator's log says why."
)
"""Not the reason itself: it may name what is hidden from whoever asks."""

STAGES = {
    "looking": "Looking for articles",
    "reading": "Reading articles",
    "indexing": "Indexing",
}
"""What people are told of a stage; any other is told by its own name."""


def reload_progress(progress: Progress) -> str:
    """How far a reload is, in escaped Markdown: as "Reading articles: 1,200 of 20,000", or the
    stage alone while nobody knows the total."""
    stage = STAGES.get(progress.stage) or escape(progress.stage.capitalize())
    return f"{stage}: {progress.done:,} of {progress.total:,}" if progress.total else stage


def reload_report(report: ReloadReport) -> str:
    """What a reload changed, in escaped Markdown; long lists end with how many more there are."""
    changes = [
        _paths(word, paths)
        for word, paths in (
            ("Added", report.added),
            ("Changed", report.changed),
            ("Removed", report.removed),
        )
        if paths
    ]
    return "\n".join(
        [
            f"### Articles reloaded in {report.took_s:.1f} s",
            f"{plural(report.articles, 'article')}, {plural(report.paragraphs, 'paragraph')}"
            f" · snapshot {report.snapshot:,}",
            *(changes or ["Nothing has changed."]),
            *([RULES_UNREAD] if report.access_error else []),
            *_rejected(report.rejected),
        ]
    )


def reload_text(report: ReloadReport) -> str | None:
    """The lists of `reload_report` in full, as plain text; None where it leaves nothing out."""
    lists = (("Added", report.added), ("Changed", report.changed), ("Removed", report.removed))
    cut = any(len(paths) > MAX_PATHS for _, paths in lists)
    if not cut and len(report.rejected) <= MAX_REJECTIONS:
        return None
    lines = [f"Snapshot {report.snapshot}: {plural(report.articles, 'article')}"]
    for word, paths in lists:
        if paths:
            lines += ["", f"{word} {len(paths):,}:", *map(plain, paths)]
    if report.rejected:
        lines += ["", f"Left out {len(report.rejected):,}:"]
        lines += [f"{plain(one.path)}: {plain(one.reason)}" for one in report.rejected]
    return "\n".join(lines) + "\n"


def reload_failed(reason: str, status: Status) -> str:
    return "\n".join(
        [
            "### The reload failed",
            escape(shorten(reason, 300)),
            f"The articles loaded <t:{int(status.loaded_at)}:R> still serve: "
            f"{plural(status.articles, 'article')}, snapshot {status.snapshot:,}.",
        ]
    )


def status_report(status: Status, health: Health, more: Sequence[str] = ()) -> str:
    """The state of the desk and its connection, in escaped Markdown, for moderators only; `more`
    are lines of other rooms."""
    log = "well"
    if status.log_error is not None:
        log = f"broken, {escape(shorten(status.log_error, REASON_CHARS))}"
    if status.log_lost:
        log += f" · {plural(status.log_lost, 'answer')} not logged"
    return "\n".join(
        [
            "### Refdesk",
            f"{plural(status.articles, 'article')}, {plural(status.paragraphs, 'paragraph')}"
            f" · snapshot {status.snapshot:,}",
            f"{status.undated:,} undated · {status.untitled:,} untitled",
            f"Loaded <t:{int(status.loaded_at)}:R>"
            + (" · a reload is under way" if status.reloading else ""),
            f"{plural(status.answers, 'answer')} since the start · {_latency(status)}",
            f"Log: {log}",
            f"Discord: {health.said()}",
            *more,
            f"Version {escape(status.version)}",
            *_rejected(status.rejected),
        ]
    )


def _latency(status: Status) -> str:
    if status.p50_ms is None or status.p99_ms is None:
        return "no time measured yet"
    return f"p50 {status.p50_ms:.1f} ms · p99 {status.p99_ms:.1f} ms"


def _paths(word: str, paths: Sequence[str]) -> str:
    shown = [escape(shorten(path, PATH_CHARS)) for path in paths]
    return f"{word} {len(paths):,}: {listed(shown, MAX_PATHS)}"


def _rejected(rejected: Sequence[Rejection]) -> list[str]:
    if not rejected:
        return []
    lines = [f"**{plural(len(rejected), 'file')} left out**"]
    for one in rejected[:MAX_REJECTIONS]:
        path, reason = shorten(one.path, PATH_CHARS), shorten(one.reason, REASON_CHARS)
        lines.append(
            f"- {escape(f'{path}: {reason}')}"
        )  # whole: “:word” and our colon are an emoji
    more = len(rejected) - MAX_REJECTIONS
    if more > 0:
        lines.append(f"and {more:,} more")
    return lines
