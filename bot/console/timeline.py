"""``timeline``: the events of one topic, also as a picture, or one JSON object a line of topics."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.answer.event import timeline_to_json
from bot.console.opened import opened
from bot.console.options import Options
from bot.console.picture import NOTHING_TO_DRAW, picture_target, write_picture
from bot.console.stream import emit, reply_to_lines
from bot.errors import QuestionError
from bot.log.entries import TERMINAL

logger = logging.getLogger(__name__)


async def tell_once(
    folder: Path, log_path: Path, text: str, options: Options, as_json: bool
) -> int:
    """Print the timeline, then draw it if a picture is wanted.

    Raises CorpusError, QuestionError (also for a file that cannot be written), ClosingError, and
    PictureError once the timeline is printed.
    """
    topic = options.topic(text)
    target = picture_target(options.png)
    async with opened(folder, log_path, topic.filters.source) as desk:
        timeline = (await desk.timeline(topic, TERMINAL)).timeline
        if as_json:
            emit(timeline_to_json(timeline))
        else:
            from bot.console.events import show_timeline
            from bot.console.screen import Screen

            show_timeline(Screen(sys.stdout), timeline)
        if target is None:
            return 0
        picture = await desk.picture(timeline)
    if picture is None:
        logger.warning(NOTHING_TO_DRAW)
    else:
        write_picture(target, picture)
    return 0


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
