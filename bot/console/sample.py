"""What ``run`` does with neither a token nor a terminal: one sample question, and how to go on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.answer.answer import MAX_QUESTION_CHARS, MIN_QUESTION_CHARS, Question
from bot.answer.wording import plural
from bot.console.answers import show_answer
from bot.console.clean import clean
from bot.console.screen import Screen
from bot.desk import Desk
from bot.log.entries import TERMINAL

SAMPLE = "When were the midlevel talks held?"  # the articles of corpus/ answer it

HOW_ON = """\
Ask your own:       {python} -m bot ask "your question"
Many, as JSON:      {python} -m bot ask - < questions.txt
In a terminal:      make run
As a Discord bot:   set DISCORD_TOKEN in .env, then make run"""


async def answer_sample(desk: Desk) -> None:
    """Ask the sample question, or of another corpus what its articles are about by their titles."""
    screen = Screen(sys.stdout)
    status = desk.status()
    articles = plural(status.articles, "article")
    screen.line(f"Refdesk {status.version}: {articles}, no terminal, no token.")
    chosen = next(
        (text for text in _candidates(desk) if desk.answer(Question(text)).answered), SAMPLE
    )
    screen.line(f"A sample question: {clean(chosen)}", "bold")
    screen.line()
    show_answer(screen, (await desk.ask(Question(chosen), TERMINAL)).answer)
    screen.line()
    for line in HOW_ON.format(python=_python()).splitlines():
        screen.line(line)


def _python() -> str:
    """What starts this Python again from the folder it was started in."""
    executable, here = Path(sys.executable), Path.cwd()
    return str(executable.relative_to(here) if executable.is_relative_to(here) else executable)


def _candidates(desk: Desk) -> Iterator[str]:
    yield SAMPLE
    for document in desk.corpus.documents:
        title = (document.article.title or "").strip()
        if MIN_QUESTION_CHARS <= len(title) <= MAX_QUESTION_CHARS:
            yield title
            return
