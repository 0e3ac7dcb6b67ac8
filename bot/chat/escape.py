"""Strings of files and people, made safe to stand in a message.

Everything a file or a person wrote goes through here before it becomes part of a card. Discord's
Markdown has no off switch, and what it leaves alone is decided by its client, so the rules below
follow the client's parser:

- A backslash before punctuation shows the punctuation and keeps it from starting anything. That
  holds for all live characters, for the ``<`` of mentions, timestamps, emoji and commands, for the
  ``@`` of @everyone, and for what starts a list, a quote, a heading or small print.
- A bare address is a link from its scheme on and swallows backslashes, so the backslash goes
  between scheme and slashes: ``https\\://`` shows as written and is not a link. The same before the
  dot of ``discord.gg`` keeps an invite from being one.
- A heading drops the number signs at its end, backslash or not. Only there, a zero-width space
  follows the text.
- Inside a masked link a backslash is shown, and an emoji, an address or a bracket undoes the link.
  A label with any of these stays outside, and a plain word carries the link.

Nothing here stops a ping or a preview card by itself: pings stop with ``AllowedMentions.none()``,
previews because messages in Components V2 have none, and ``<url>`` is the second lock.

All functions take time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

from bot.text.unseen import fold, plain

MAX_URL_CHARS = 512  # what Discord allows on a link button; one limit for both kinds of link
LINK_WORD = "link"

_ZERO_WIDTH_SPACE = "\u200b"

_LIVE = re.compile(
    r"""
      [\\*_~|`\[\]<@\#]                    # live wherever they stand
    | :(?=//)                              # the scheme of an address
    | :(?=[\w+~-]+:)                       # an emoji by name
    | (?:(?<=dis)|(?<=discord)|(?<=discordapp))\.(?=(?:gg|com|gd|gift|new)/)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINE_START = re.compile(r"( ?[0-9]*)(?=[-+>.)])")  # lists, quotes, small print

_NOT_IN_LABEL = re.compile(
    r"""[\\*_`\[\]<>@] | ~~ | \|\| | :// | :[\w+~-]+:
    | dis(?:cord(?:app)?)?\.(?:gg|com|gd|gift|new)/""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_IN_URL = re.compile(r"[\s<>\[\]{}|\\^`\"\x00-\x1f\x7f-\x9f]")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.?", re.IGNORECASE)
_MASS_MENTION = re.compile("@(?=everyone|here)")  # Discord's server sees it in an address too
_KEPT_IN_URL = "/:@!$&',;=?+%"


def escape(text: str) -> str:
    """The text as one line that Discord shows exactly as it stands, with nothing live in it.

    Runs of white space become one space, also at the ends, so that pieces of a line can be escaped
    one by one and put together around markup. What shows nothing is removed. At most twice as long
    as the text and one character. Cut before escaping, never after.
    """
    escaped = _LIVE.sub(r"\\\g<0>", fold(text))
    start = _LINE_START.match(escaped)
    if start:
        escaped = f"{start[0]}\\{escaped[start.end() :]}"
    if escaped.rstrip().endswith("#"):
        escaped += _ZERO_WIDTH_SPACE
    return escaped


def safe_link(label: str, url: str) -> str:
    """``[label](<url>)``, without a preview and with the label as it stands.

    A label that Discord would format or refuse stands escaped before a plain link. When the
    address is not a web address that can be linked safely, the escaped label comes alone.
    """
    target = safe_url(url)
    text = plain(label)
    if target is None:
        return escape(text)
    if not text:
        return f"[{LINK_WORD}](<{target}>)"
    if _fits_in_label(text):
        return f"[{text}](<{target}>)"
    return f"{escape(text)} ([{LINK_WORD}](<{target}>))"


def safe_url(url: str) -> str | None:
    """The address in ASCII, fit for ``<url>`` and for a link button, or None.

    None for anything but http and https, for an address with a name before its host, with white
    space, brackets or controls, or longer than MAX_URL_CHARS.
    """
    if len(url) > MAX_URL_CHARS or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
        rest = [quote(part, safe=_KEPT_IN_URL) for part in parts[2:]]
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    netloc = host if port is None else f"{host}:{port}"
    address = urlunsplit((parts.scheme, netloc, rest[0], rest[1], rest[2]))
    address = _MASS_MENTION.sub("%40", address)
    return address if len(address) <= MAX_URL_CHARS else None


def _fits_in_label(text: str) -> bool:
    same = unicodedata.normalize("NFKC", text)
    if _NOT_IN_LABEL.search(text) or _NOT_IN_LABEL.search(same):
        return False
    return not any(char in "\ufe0f\u20e3" or unicodedata.category(char) == "So" for char in text)
