"""YAML front matter: what the person who filed an article declares about it.

Known keys, in any case: title, date, source, authors or author, url, warning or warnings,
rewritten. Others are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.articles.reject import RejectionError
from bot.text.calendar import parse_date

MAX_FRONT_MATTER_CHARS = 20_000
MAX_TITLE_CHARS = 300
MAX_SOURCE_CHARS = 100
MAX_AUTHORS = 20
MAX_AUTHOR_CHARS = 100
MAX_URL_CHARS = 2_000
MAX_WARNING_CHARS = 300

REWRITTEN_WARNING = (
    "This article was rewritten by a machine: its wording, quotations included, may not be what "
    "was said."
)

_OPENED = re.compile(r"\ufeff*+\s*+---[ \t]*+(?:\r\n|\n|\r)")
_CLOSED = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*+(?=[\r\n]|\Z)")
_KEY = re.compile(r"""["']?([A-Za-z][\w -]{0,40})["']?\s*:(?:\s|\Z)""")
_AND = re.compile(r"\s*(?:;|,|\s&\s|\sand\s)\s*")
_KNOWN = ("title", "date", "source", "author", "authors", "url", "warning", "warnings", "rewritten")
_NOTHING = ("", "~", "null", "Null", "NULL")
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar a string, no tags


@dataclass(frozen=True, slots=True)
class Declared:
    """Front matter as far as it made sense; `end` is the offset where the article's text starts.

    `notes` tell a moderator what was left out of it.
    """

    end: int = 0
    title: str | None = None
    date: date | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def read_front_matter(text: str) -> Declared:
    """Front matter at the top of `text`; without any, an empty Declared.

    A field of the wrong kind is left out with a note. Raises RejectionError, with the line, when
    the front matter is not YAML, never closed or too long.
    """
    opened = _OPENED.match(text)
    key = _first_key(text, opened.end()) if opened else None
    if not opened or key is None:
        return Declared()
    closed = _CLOSED.search(text, opened.end())
    first_line = len(text[: opened.end()].splitlines()) + 1
    if not closed:
        if key in _KNOWN:
            raise RejectionError(
                f"Front matter opens in line {first_line - 1} and is never closed."
            )
        return Declared()
    if closed.start() - opened.end() > MAX_FRONT_MATTER_CHARS:
        raise RejectionError(f"Front matter longer than {MAX_FRONT_MATTER_CHARS:,} characters.")
    values = _load(text[opened.end() : closed.start()], first_line)
    return Declared() if values is None else _declared(values, closed.end())


def _first_key(text: str, start: int) -> str | None:
    """The key of the first line with anything in it but a comment, or None."""
    for line in text[start : start + MAX_FRONT_MATTER_CHARS].splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            match = _KEY.match(line)
            return match[1].strip().lower() if match else None
    return None


def _load(source: str, first_line: int) -> dict[str, Any] | None:
    try:
        values = yaml.load(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problem = error.problem or error.context or "not YAML"
        raise RejectionError(f"Broken front matter in line {line}: {problem}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        problem = "nested too deeply" if isinstance(error, RecursionError) else "not YAML"
        raise RejectionError(f"Broken front matter in line {first_line}: {problem}.") from None
    if not isinstance(values, dict):
        return None
    return {key.strip().lower(): value for key, value in values.items() if isinstance(key, str)}


def _declared(values: dict[str, Any], end: int) -> Declared:
    notes: list[str] = []

    def line(key: str, limit: int) -> str | None:
        value = values.get(key)
        if value is None or (isinstance(value, str) and value.strip() in _NOTHING):
            return None
        if isinstance(value, str) and len(value) <= limit:
            return " ".join(value.split())
        kind = "too long" if isinstance(value, str) else "not one line of text"
        notes.append(f"Front matter: {key} is {kind}; left out.")
        return None

    source, title = line("source", MAX_SOURCE_CHARS), line("title", MAX_TITLE_CHARS)
    day, url = line("date", MAX_TITLE_CHARS), line("url", MAX_URL_CHARS)
    published = parse_date(day) if day else None
    if day and not published:
        notes.append(f"Front matter: date “{day[:40]}” is no day such as 2018-08-17; left out.")
    if url and not is_web_address(url):
        notes.append("Front matter: url is no http or https address; left out.")
        url = None
    authors = _authors(values, notes)
    warnings = _warnings(values, notes)
    return Declared(end, title, published, source, authors, url, warnings, tuple(notes))


def _authors(values: dict[str, Any], notes: list[str]) -> tuple[str, ...]:
    value = values.get("authors", values.get("author", []))
    names = _AND.split(value) if isinstance(value, str) else value
    stated = [name for name in names if name not in _NOTHING] if isinstance(names, list) else [None]
    kept = [
        " ".join(name.split())
        for name in stated
        if isinstance(name, str) and 0 < len(name.strip()) <= MAX_AUTHOR_CHARS
    ]
    if len(kept) < len(stated):
        notes.append("Front matter: authors is no name or list of names; the rest was left out.")
    if len(kept) > MAX_AUTHORS:
        notes.append(f"Front matter: more than {MAX_AUTHORS} authors; the rest was left out.")
    return tuple(dict.fromkeys(kept[:MAX_AUTHORS]))


def _warnings(values: dict[str, Any], notes: list[str]) -> tuple[str, ...]:
    value = values.get("warnings", values.get("warning", []))
    stated = [value] if isinstance(value, str) else value
    warnings: list[str] = []
    for warning in stated if isinstance(stated, list) else [None]:
        if not isinstance(warning, str) or len(warning) > MAX_WARNING_CHARS:
            notes.append("Front matter: a warning that is no line of text was left out.")
        elif warning.strip() not in _NOTHING:
            warnings.append(" ".join(warning.split()))
    if str(values.get("rewritten", "")).strip().lower() in ("true", "yes", "on", "1"):
        warnings.insert(0, REWRITTEN_WARNING)
    return tuple(dict.fromkeys(warnings))


def is_web_address(text: str) -> bool:
    """Whether `text` is an absolute http or https address with a host and no white space."""
    if not text.isprintable() or any(char.isspace() for char in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
