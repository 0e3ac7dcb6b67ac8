"""What moderators are told once the corpus has changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.wording import plural
from bot.articles.article import Rejection
from bot.articles.members import Hidden, collection_of, file_of
from bot.chat.corpus.fields import shorten_path
from bot.chat.escape import escape
from bot.chat.lines import shorten
from bot.desk.catalogue import paragraphs
from bot.desk.keeper import Kept
from bot.desk.status import ReloadReport, Status
from bot.search.snapshot import UNDATED, Snapshot

MAX_LEFT_OUT = 4
"""Of a file's articles that could not be read, as a card names them."""


def left_out(kept: Kept) -> tuple[Rejection, ...]:
    """What of the file that was kept could not be an article."""
    return tuple(each for each in kept.report.rejected if file_of(each.path) == kept.path)


def kept_text(kept: Kept, seen: Snapshot, out: tuple[Rejection, ...] = ()) -> str:
    """That a file has been kept, in escaped Markdown; `seen` is what the moderator sees."""
    said = [f"✓ Kept as **{escape(shorten_path(kept.path)).strip()}**.", snapshot_line(seen)]
    for each in out[:MAX_LEFT_OUT]:
        path = escape(shorten_path(each.path))
        said.append(f"⚠ Left out: {path}: {escape(shorten(each.reason, 200))}")
    if len(out) > MAX_LEFT_OUT:
        said.append(f"and {len(out) - MAX_LEFT_OUT:,} more left out")
    return "\n".join(said)


def snapshot_line(seen: Snapshot) -> str:
    """``-# Snapshot 5: 25 articles, 311 paragraphs``."""
    counts = f"{plural(len(seen.documents), 'article')}, {plural(paragraphs(seen), 'paragraph')}"
    return f"-# Snapshot {seen.number:,}: {counts}"


def visible(report: ReloadReport, hidden: Hidden, seen: Snapshot) -> ReloadReport:
    """The report for those who may not see `hidden`; `seen` is what they see."""
    if not hidden:
        return report

    def kept(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path in paths if collection_of(path) not in hidden)

    return replace(
        report,
        added=kept(report.added),
        changed=kept(report.changed),
        removed=kept(report.removed),
        rejected=shown_rejections(report.rejected, hidden),
        articles=len(seen.documents),
        paragraphs=paragraphs(seen),
    )


def visible_status(status: Status, hidden: Hidden, seen: Snapshot) -> Status:
    """The status for those who may not see `hidden`; `seen` is what they see."""
    if not hidden:
        return status
    return replace(
        status,
        articles=len(seen.documents),
        paragraphs=paragraphs(seen),
        undated=int((seen.dates[seen.documents.numbers()] == UNDATED).sum()),
        untitled=seen.untitled,
        rejected=shown_rejections(status.rejected, hidden),
    )


def shown_rejections(rejected: Sequence[Rejection], hidden: Hidden) -> tuple[Rejection, ...]:
    """Those that may be named. A folder that could not be opened is rejected by its own name, and
    a name that cannot be shown is written in ASCII."""
    names = hidden | {ascii(name)[1:-1] for name in hidden}
    return tuple(
        each for each in rejected if names.isdisjoint((each.path, collection_of(each.path)))
    )
