"""``corpus add``, ``edit``, ``remove`` and ``undo``: the folder of articles, changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.articles import keeping
from bot.articles.article import Document, Rejection
from bot.articles.edits import Edit, keep_edit, read_edits
from bot.articles.files import read_articles, read_bytes
from bot.articles.members import TOP
from bot.articles.names import place_for
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
from bot.console.check import show_document
from bot.console.clean import clean
from bot.console.corpus.finding import article_named, looked_at
from bot.console.screen import Screen
from bot.errors import CorpusError, QuestionError
from bot.text.calendar import parse_date

UNDO_MINUTES = keeping.UNDO_SECONDS // 60


def fields(title: str | None, date: str | None, source: str | None, before: Edit) -> Edit:
    """`before` with what was typed in its stead; an empty text means what the file says. Raises
    QuestionError for a date that cannot be read."""
    edit = before
    if title is not None:
        edit = replace(edit, title=title.strip() or None)
    if source is not None:
        edit = replace(edit, source=source.strip() or None)
    if date is not None:
        day = parse_date(date)
        if day is None and date.strip():
            raise QuestionError("--date needs a day such as 2018-08-17 or 17 Aug 2018.")
        edit = replace(edit, date=day)
    return edit


def add_files(
    root: Path,
    files: Sequence[Path],
    collection: str | None,
    asked: tuple[str | None, str | None, str | None],
    *,
    over: bool,
) -> int:
    """`asked` are title, date and source, for one file alone. Shows each file as it is read; one
    that cannot be kept does not keep the others out. Raises QuestionError, and CorpusError for the
    last file that could not be kept."""
    if len(files) > 1 and any(each is not None for each in asked):
        raise QuestionError("--title, --date and --source are for one file at a time.")
    fields(*asked, Edit())
    screen, failed = Screen(sys.stdout), None
    with Sandbox() as sandbox:
        for file in files:
            try:
                _add(screen, root, file, collection or TOP, asked, sandbox, over=over)
            except CorpusError as error:
                hint = " Use --replace." if isinstance(error, keeping.TakenError) else ""
                screen.line(f"not kept: {clean(str(file))}: {clean(str(error))}{hint}", "red")
                failed = error
    if failed is not None:
        raise CorpusError("Not every file was kept.", detail=failed.detail) from failed
    return 0


def _add(
    screen: Screen,
    root: Path,
    file: Path,
    collection: str,
    asked: tuple[str | None, str | None, str | None],
    sandbox: Sandbox,
    *,
    over: bool,
) -> None:
    path = place_for(file.name, collection)
    whole = file.resolve()
    data = read_bytes(whole.parent, whole.name)
    edits = read_edits(root)
    edit = fields(*asked, edits.get(path, Edit()))
    found = read_articles(path, data, sandbox, edits | {path: edit})
    if not any(isinstance(each, Document) for each in found):
        reason = next((each.reason for each in found if isinstance(each, Rejection)), "")
        raise RejectionError(reason or "The file holds no article.")
    corrects = any(each is not None for each in asked)
    if corrects and not any(
        isinstance(each, Document) and each.article.path == path for each in found
    ):
        raise CorpusError("This file holds other articles: correct them with `corpus edit`.")
    keeping.add(root, path, data, replace=over)
    if corrects:
        keep_edit(root, path, edit)
    for each in found:
        if isinstance(each, Document):
            show_document(screen, each)
        else:
            screen.line(f"left out: {clean(each.path)}: {clean(each.reason)}", "yellow")
    screen.line(f"kept: {clean(path)}", "bold")


async def edit_article(
    root: Path,
    log_path: Path,
    named: str,
    asked: tuple[str | None, str | None, str | None],
    *,
    clear: bool,
) -> int:
    """`named` is a path or a title. Raises QuestionError, CorpusError."""
    if clear == any(each is not None for each in asked):
        raise QuestionError("Say what to correct with --title, --date or --source, or --clear.")
    async with looked_at(root, log_path) as desk:
        path = article_named(desk, named).article.path
    edit = Edit() if clear else fields(*asked, read_edits(root).get(path, Edit()))
    keep_edit(root, path, edit)
    async with looked_at(root, log_path) as desk:  # which takes over what has changed
        show_document(Screen(sys.stdout), article_named(desk, path))
    return 0


def remove_file(root: Path, path: str, *, yes: bool, ask: Callable[[str], str] = input) -> int:
    """Raises CorpusError; QuestionError where nobody can be asked."""
    if not yes:
        if not sys.stdin.isatty():
            raise QuestionError("Nobody is there to ask: say --yes to remove the file.")
        if ask(f"Remove {clean(path)}? [y/N] ").strip().lower() not in ("y", "yes"):
            Screen(sys.stdout).line("Nothing was removed.")
            return 0
    keeping.tidy(root)
    gone = keeping.remove(root, path)
    screen = Screen(sys.stdout)
    screen.line(f"removed: {clean(path)}", "bold")
    screen.line(f"for {UNDO_MINUTES} minutes: python -m bot corpus undo {gone.token}")
    return 0


def undo_removal(root: Path, token: str) -> int:
    """Raises StaleError, CorpusError."""
    path = keeping.restore(root, token)
    Screen(sys.stdout).line(f"brought back: {clean(path)}", "bold")
    return 0
