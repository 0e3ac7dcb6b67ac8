"""What a reload did, as it is told and logged."""

from __future__ import annotations

import logging

from bot.desk.status import ReloadReport
from bot.search.snapshot import Snapshot
from bot.search.update import Update

_log = logging.getLogger(__name__)


def report_of(
    done: Update, snapshot: Snapshot, took_s: float, access_error: str | None
) -> ReloadReport:
    """`snapshot` is the one that serves now; the operator gets a line of it too."""
    report = ReloadReport(
        snapshot=done.number,
        added=done.added,
        changed=done.changed,
        removed=done.removed,
        rejected=done.rejected,
        articles=len(snapshot.documents),
        paragraphs=snapshot.paragraphs.corpus_size,
        took_s=took_s,
        access_error=access_error,
    )
    _log.info(
        "reload: snapshot %d, %d added, %d changed, %d removed, %d rejected, %.1f s",
        report.snapshot,
        len(report.added),
        len(report.changed),
        len(report.removed),
        len(report.rejected),
        report.took_s,
    )
    return report
