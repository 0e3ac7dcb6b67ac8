"""``ask``: one question and its answer, or a stream of questions and one JSON object for each."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.answer.answer import answer_to_json
from bot.console.opened import opened
from bot.console.options import Options
from bot.console.stream import emit, reply_to_lines
from bot.log.entries import TERMINAL


async def ask_once(folder: Path, log_path: Path, text: str, options: Options, as_json: bool) -> int:
    """Print the answer. Raises CorpusError, QuestionError, ClosingError."""
    question = options.question(text)
    async with opened(folder, log_path, question.filters.source) as desk:
        answer = (await desk.ask(question, TERMINAL)).answer
    if as_json:
        emit(answer_to_json(answer))
        return 0
    from bot.console.answers import show_answer
    from bot.console.screen import Screen

    show_answer(Screen(sys.stdout), answer)
    return 0


async def ask_lines(
    folder: Path, log_path: Path, lines: AsyncIterator[bytes], options: Options
) -> int:
    """Answer each line by one JSON object a line, at once; a line that is no question gives
    ``{"question", "error"}``. Raises CorpusError, and QuestionError for the options."""
    async with opened(folder, log_path, options.question("").filters.source) as desk:

        async def reply(text: str) -> dict[str, Any]:
            return answer_to_json((await desk.ask(options.question(text), TERMINAL)).answer)

        await reply_to_lines(lines, "question", reply)
    return 0
