"""``ask``: one question and its answer, or a stream of questions and one JSON object for each."""

from __future__ import annotations

import codecs
import json
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.answer.answer import answer_to_json
from bot.console.options import Options, unknown_source
from bot.console.stdin import MAX_LINE_BYTES
from bot.desk import Desk
from bot.errors import RefdeskError
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog

logger = logging.getLogger(__name__)


async def ask_once(folder: Path, log_path: Path, text: str, options: Options, as_json: bool) -> int:
    """Print the answer. Raises CorpusError, QuestionError, ClosingError."""
    question = options.question(text)
    async with QueryLog.open(log_path) as log, Desk(folder, log=log) as desk:
        _tell_beforehand(desk, question.filters.source)
        answer = (await desk.ask(question, TERMINAL)).answer
    if as_json:
        _emit(answer_to_json(answer))
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
    source = options.question("").filters.source
    async with QueryLog.open(log_path) as log, Desk(folder, log=log) as desk:
        _tell_beforehand(desk, source)
        first = True
        async for line in lines:
            _emit(await _line_answer(desk, line.removeprefix(b"\xef\xbb\xbf" * first), options))
            first = False
    return 0


def _tell_beforehand(desk: Desk, source: str | None) -> None:
    if missing := unknown_source(source, desk.sources()):
        logger.warning(missing)
    if rejected := len(desk.corpus.rejected):
        logger.warning(
            "%s left out of the corpus; `corpus check` says why",
            "1 file is" if rejected == 1 else f"{rejected} files are",
        )


async def _line_answer(desk: Desk, line: bytes, options: Options) -> dict[str, Any]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(line, final=len(line) < MAX_LINE_BYTES).strip()
    except UnicodeDecodeError:
        return {"question": line.decode("utf-8", "replace"), "error": "The line is not UTF-8."}
    try:
        return answer_to_json((await desk.ask(options.question(text), TERMINAL)).answer)
    except RefdeskError as error:
        return {"question": text, "error": str(error)}


def _emit(value: dict[str, Any]) -> None:
    """ASCII alone, so that nothing in an article can reach a terminal as a control sequence."""
    print(json.dumps(value), flush=True)
