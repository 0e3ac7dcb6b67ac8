"""What may be typed after ``python -m bot corpus``, beside ``check``."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_keeping(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that change the folder of articles, or look at it through the desk."""
    add = actions.add_parser("add", help="put files into the folder, shown as they are read")
    add.add_argument("file", type=Path, nargs="+", metavar="FILE")
    add.add_argument("--collection", metavar="C", help="the folder to put them in, new or not")
    _fields(add)
    add.add_argument("--replace", action="store_true", help="also over files of the same names")
    edit = actions.add_parser("edit", help="correct the title, date or source of an article")
    edit.add_argument("article", metavar="ARTICLE", help="its path, or its title")
    _fields(edit)
    edit.add_argument("--clear", action="store_true", help="back to what the file says")
    remove = actions.add_parser("remove", help="take a file out; `corpus undo` brings it back")
    remove.add_argument("path", metavar="PATH")
    remove.add_argument("--yes", action="store_true", help="without asking")
    undo = actions.add_parser("undo", help="bring back what was removed less than 15 minutes ago")
    undo.add_argument("token", metavar="TOKEN", help="as `corpus remove` has printed it")
    listed = actions.add_parser("list", help="every article with title, source, date and path")
    listed.add_argument(
        "filter", nargs="?", metavar="FILTER", help="words of title, source, path or date, or text"
    )
    listed.add_argument("--collection", metavar="C", help="only the articles of this folder")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    show = actions.add_parser("show", help="how one article was understood")
    show.add_argument("article", metavar="ARTICLE", help="its path, or its title")
    actions.add_parser("reload", help="bring the index in step with the folder, and tell how")
    status = actions.add_parser("status", help="what the desk holds, and what it takes")
    status.add_argument("--json", action="store_true", help="one JSON object instead of text")


def _fields(command: argparse.ArgumentParser) -> None:
    """An empty value means what the file says."""
    command.add_argument("--title", metavar="T", help="the title to show")
    command.add_argument("--date", metavar="D", help="the date of publication: 2018-08-17")
    command.add_argument("--source", metavar="S", help="the outlet to show")
