"""Real answers and timelines to record: what a small invented folder gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.faults.gauges import GaugeFolder
from bot.answer.answer import Question
from bot.answer.event import Topic
from bot.answer.respond import respond
from bot.answer.timeline import tell
from bot.answer.weights import shipped
from bot.articles.library import scan
from bot.log.entries import Asker, Logged, LoggedAnswer, LoggedTimeline
from bot.search.snapshot import Snapshot

ASKER = Asker("discord", user_id=7, guild_id=8, channel_id=9, private=True)


@cache
def entries() -> tuple[Logged, ...]:
    """Answers and a timeline, with keys and times to be replaced."""
    folder = GaugeFolder(6)
    with TemporaryDirectory() as made:
        root = Path(made)
        folder.write(root, 0)
        snapshot = Snapshot.build(scan(root))
    weights = shipped()
    answers = [respond(snapshot, Question(text), weights) for text in folder.questions()]
    timeline = tell(snapshot, Topic("the gauge and the barges"), weights)
    return (
        *(LoggedAnswer("", 0.0, ASKER, answer) for answer in answers),
        LoggedTimeline("", 0.0, ASKER, timeline),
    )
