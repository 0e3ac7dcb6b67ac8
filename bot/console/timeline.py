"""``timeline``: the events of one topic, also as a picture, or one JSON object a line of topics."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.answer.event import Timeline, timeline_to_json
from bot.console.opened import opened
from bot.console.options import Options
from bot.console.output import OutputError, give_up_output, writing
from bot.console.picture import NOTHING_TO_DRAW, picture_target, write_picture
from bot.console.stream import emit, reply_to_lines
from bot.desk import Desk
from bot.errors import QuestionError
from bot.log.entries import TERMINAL

logger = logging.getLogger(__name__)


async def tell_once(
    folder: Path, log_path: Path, text: str, options: Options, as_json: bool
) -> int:
    """Print the timeline, then draw it if a picture is wanted, even when the print failed, as it
    does when its reader has left.

    Raises CorpusError, QuestionError (also for a file that cannot be written), ClosingError, and
    PictureError once the timeline is printed.
    """
    topic = options.topic(text)
    target = picture_target(options.png)
    async with opened(folder, log_path, topic.filters.source) as desk:
        timeline = (await desk.timeline(topic, TERMINAL)).timeline
        try:
            _print(timeline, as_json)
        except OutputError:
            give_up_output()  # starting the worker that draws would flush it, and fail once more
            raise
        finally:
            if target is not None:
                await _draw(desk, timeline, target)
    return 0


def _print(timeline: Timeline, as_json: bool) -> None:
    """Raises OutputError."""
    if as_json:
        emit(timeline_to_json(timeline))
        return
    from bot.console.events import show_timeline
    from bot.console.screen import Screen

    show_timeline(Screen(sys.stdout), timeline)
    with writing():
        sys.stdout.flush()


async def _draw(desk: Desk, timeline: Timeline, target: Path) -> None:
    picture = await desk.picture(timeline)
    if picture is None:
        logger.warning(NOTHING_TO_DRAW)
    else:
        write_picture(target, picture)


async def tell_lines(
    folder: Path, log_path: Path, lines: AsyncIterator[bytes], options: Options
) -> int:
    """As `ask_lines`, for topics: a line that is none gives ``{"topic", "error"}``."""
    if options.png is not None:
        raise QuestionError("--png draws one topic, so it does not go with a list of them.")
    async with opened(folder, log_path, options.topic("").filters.source) as desk:

        async def reply(text: str) -> dict[str, Any]:
            return timeline_to_json((await desk.timeline(options.topic(text), TERMINAL)).timeline)

        await reply_to_lines(lines, "topic", reply)
    return 0
