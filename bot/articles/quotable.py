"""What stands in a pasted article without being part of its text, and is therefore never quoted.

Every rule looks at one block alone. A rule that a sentence of an article could meet by chance asks
for more than its cue: that the block is short, has no full stop, or names an agency.
"""

from __future__ import annotations

import re

MAX_FURNITURE_CHARS = 700
"""Longer blocks are text, whatever they begin with."""

MAX_HEADING_WORDS = 10
MAX_HEADING_CHARS = 80

_AGENCIES = (
    r"(?:AP|AFP|EPA|EPA-EFE|ANSA|DPA|PA|Reuters|REUTERS|Getty(?:\s+Images)?|Getty\s+Images|Xinhua"
    r"|Bloomberg(?:\s+News)?|Associated\s+Press|ASSOCIATED\s+PRESS|GETTY\s+IMAGES|AGENCE\s+FRANCE"
    r"|Agence\s+France|Press\s+Association|Shutterstock|Alamy|iStock|Unsplash|Zuma\s+Press|EyePress"
    r"|NurPhoto|Sipa|Kyodo(?:\s+News)?|Yonhap|TASS|Rex\s+Features)"
)
_PICTURE = (
    r"(?:photos?|photograph(?:er|s|y)?|images?|pictures?|pic|illustrations?|credits?|graphic)"
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct"
    r"|nov|dec)[a-z]{0,6}\.?\s+[0-9]|[0-9]{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)


def _rule(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags | re.DOTALL)


_BY_START: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "copyright line",
        _rule(
            r"(?:copyright\s*(?:©|\(c\)|[12][0-9]{3}\b|by\b)|©|\(c\)\s*[12][0-9]{3}"
            r"|this\s+(?:copy|reprint|content|article)\s+is\s+for\s+your\s+personal"
            r"|this\s+(?:material|content|story|article|document)\s+(?:may|must|is|cannot)\s+"
            r"(?:not\s+be|be\s+not|subject\s+to\s+copyright|protected\s+by\s+copyright)"
            r"|for\s+non-?personal\s+use|to\s+order\s+(?:presentation-ready|multiple|reprints)"
            r"|distribution\s+and\s+use\s+of\s+this\s+material|all\s+(?:content\s+)?rights\s+reserved"
            r"|our\s+standards:|purchase\s+licensing\s+rights"
            r"|reprints?\s+and\s+permissions?)"
        ),
    ),
    (
        "caption or credit",
        _rule(
            rf"(?:file\s+photo|file\s+pictures?|file\s+image|file\s+-\s|file\s+–\s|file\s+—\s"
            rf"|\(file\)|(?:{_PICTURE}|caption|video|photo\s+illustration|image\s+source"
            rf"|image\s+caption|media\s+caption)\s*(?::|\|)|(?:image|media)\s+(?:source|caption),"
            rf"|credit\s?(?:\.\.\.|…)|photo(?:graph)?s?\s+by\s+[A-Z][^.]*$)"
        ),
    ),
    (
        "e-mail line",
        _rule(
            r"(?:[\W_]*(?:write|e-?mail|reach|send\s+(?:tips|comments|e-?mails?|feedback|letters))\b"
            r"[^.!?]{0,80}\b(?:to|at|on|:)\s[^!?]*@|to\s+contact\s+the\s+(?:reporters?|editors?"
            r"|authors?|writers?)\b|(?:e-?mail|contact|media\s+contacts?|press\s+contacts?)\s*:)"
        ),
    ),
    (
        "note on the print edition",
        _rule(
            r"(?:appeared\s+in\s+the\b|printed\s+in\s+the\b[^.!?]{0,60}\bedition\b|a\s+version\s+of\s+this\s+(?:article|story|report)\b"
            r"|this\s+(?:article|story|report|piece)\s+(?:originally\s+|first\s+)?(?:appears?"
            r"|appeared|was\s+(?:first\s+|originally\s+)?published)\b)"
        ),
    ),
    (
        "correction note",
        _rule(
            r"(?:(?:corrections?|clarifications?|editors?['’]?s?\s+note)\b(?:\s*\([^()]{0,40}\)"
            r"|,?\s+(?:[a-z]{3,9}\.?\s+[0-9]{1,2}|[0-9]{1,2}\s+[a-z]{3,9}\.?)(?:,?\s+[12][0-9]{3})?)?"
            r"\s*[:—–]|an?\s+(?:earlier|previous)\s+version\s+of\s+this\s+(?:article|story|report|headline"
            r"|post)\b|this\s+(?:[\w’'-]+\s+){0,2}(?:article|story|report|post|piece|page)\s+(?:(?:about"
            r"|on)\s[^.!?]{1,80}\s)?(?:was|has\s+been)\s+(?:amended|updated|corrected)\b)"
        ),
    ),
    (
        "link to more",
        _rule(
            r"(?:[\W_]*(?:read\s+(?:more|also|next|the\s+full\s+(?:story|article|text))|also\s+read"
            r"|see\s+also|related(?:\s+(?:articles?|stories|content|topics|links?|coverage|news))?"
            r"|more\s+(?:on\s+(?:this|the|bbc)|from|stories|to\s+read|news|coverage)|recommended"
            r"|you\s+(?:may|might)\s+also\s+(?:like|be\s+interested)|what\s+to\s+read\s+next"
            r"|most\s+(?:read|popular|viewed)|top\s+stories|editors?['’]s?\s+(?:picks?|choice)"
            r"|don['’]t\s+miss|watch(?:\s+(?:now|live|more))?|listen(?:\s+(?:now|to))?|in\s+pictures"
            r"|explore\s+more|further\s+reading|full\s+coverage|click\s+here|go\s+deeper"
            r"|view\s+(?:comments|all|gallery)|continue\s+reading|opens\s+(?:in\s+)?(?:a\s+)?new)"
            r"(?:\s*[:|»>→]|\s*$))"
        ),
    ),
    (
        "sign-up line",
        _rule(
            r"[\W_]*(?:(?:sign\s+up|subscribe|register|log\s+in|sign\s+in|join)\b(?=.*\b(?:news"
            r"letters?|inbox|e-?mails?|alerts?|app|here|today|now|free|briefings?|account|access"
            r"|channel|podcasts?|unlimited|to\s+(?:our|the|continue|read|get))\b)|(?:get|receive)\b"
            r"(?=.*\b(?:inbox|newsletters?|e-?mailed|alerts)\b)|already\s+(?:a\s+(?:subscriber|member)"
            r"|have\s+an\s+account|registered|subscribed)\b|download\s+(?:our|the)\b.*\bapp\b|to\s+(?:continue|keep)\s+reading|become\s+(?:a|an)\s+"
            r"(?:member|subscriber|supporter)\b|if\s+you\s+(?:liked|enjoyed)\s+this\b|support\s+(?:our|independent|quality)\s+journalism"
            r"|(?:subscribe|subscribers\s+only|sign\s+up|log\s+in|register)\s*$)"
        ),
    ),
    (
        "promotion",
        _rule(
            r"(?!.*\b(?:said|says|told|wrote|asked|urged|added|recalled)\b)"
            r"(?:(?:please\s+)?join\s+us\b(?=.*\b(?:events?|webinars?|conferences?|conversations?"
            r"|discussions?|panels?|livestreams?|q\s?&\s?a|festivals?|summits?|screenings?|workshops?"
            rf"|debates?|talks?|forums?|{_DAY}))"
            r"|(?:(?:listen|tune\s+in)\s+to|watch|hear|catch|attend|come\s+to|don['’]t\s+miss|explore"
            r"|try)\s+our\s+(?:[\w’'-]+\s+){0,3}(?:podcasts?|shows?|programmes?|programs?|broadcasts?"
            r"|episodes?|livestreams?|webcasts?|webinars?|videos?|events?|conferences?|festivals?"
            r"|newsletters?)\b)"
        ),
    ),
)
_WHOLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "handle",
        _rule(
            r"(?:(?:on\s+)?(?:twitter|x|instagram|facebook|mastodon|bluesky|threads|linkedin|youtube"
            r"|telegram|weibo)\s*:?\s*)?@[\w.@-]+(?:\s*(?:,|and|&|\|)?\s*@[\w.@-]+)*"
            r"|(?:twitter|instagram|facebook|mastodon|bluesky|linkedin)\s*:\s*\S+"
        ),
    ),
    (
        "follow line",
        _rule(
            r"(?:follow|following|like|find|connect\s+with)\b(?:\s+[\w.’'-]+){0,8}?\s+(?:on|via)\s+"
            r"(?:twitter|x|facebook|instagram|linkedin|bluesky|threads|mastodon|youtube|social\s+"
            r"media|google\s+news)\b[^!?]{0,80}|follow\b[^!?]{0,60}@[^!?]{1,60}"
            r"|follow(?:\s+(?:us|author|topics?|this\s+author))?"
        ),
    ),
    (
        "share or advertisement line",
        _rule(
            r"(?:advertisement|advertising|ad|sponsored(?:\s+content)?|paid\s+content|promoted"
            r"|skip\s+(?:past\s+)?(?:advertisement|newsletter\s+promotion)|story\s+continues\s+below"
            r"(?:\s+advertisement)?|article\s+continues\s+(?:below|after)\b.{0,40}|share|share\s+"
            r"(?:this|on|via|full\s+article)\b[^.!?]{0,60}|(?:give|gift)(?:\s+(?:this\s+)?article)?|save|print"
            r"|e-?mail|tweet|post|copy\s+link|link\s+copied|comments?|[0-9,]+\s+comments?"
            r"|leave\s+a\s+comment|resize|text\s+size|listen(?:\s+to\s+(?:this\s+)?article)?|like(?:\s+this:?|\s+loading\W*)"
            r"|\(?[0-9]+"
            r"\s+min(?:ute)?s?(?:\s+read)?\)?|[0-9]+-minute\s+read|add\s+as\s+a\s+preferred\s+source"
            r".{0,40}|summary|loading\W*|back\s+to\s+top|home|menu|search|facebook|twitter|whatsapp"
            r"|linkedin|reddit|pocket|flipboard|messenger|pinterest|telegram)"
        ),
    ),
    (
        "tags",
        _rule(r"(?:filed\s+under|tags?|tagged|topics?|categor(?:y|ies)|posted\s+in)\s*[:|].*"),
    ),
    ("e-mail line", _rule(r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")),
    ("caption or credit", _rule(r"(?:getty\s+images|shutterstock|alamy|istock|unsplash)")),
    ("page number", _rule(r"[-–—\s]*(?:page\s+)?[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?[-–—\s]*")),
    ("link", _rule(r"<?(?:https?://|www\.)\S+>?")),
    (
        "end mark",
        _rule(
            r"[\W_]*(?:ends?|30|for\s+immediate\s+release|news\s+provided\s+by|more\s+to\s+come"
            r"|to\s+be\s+continued)[\W_]*"
        ),
    ),
)
_CREDIT_AT_END = re.compile(
    rf"(?:\b(?:PHOTOS?|Photos?|IMAGES?|Images?|Photograph|Picture|Illustration|Credit|CREDIT)\s*"
    rf"(?::|\.\.\.|…|\bby\b)\s*[^.!?]{{2,80}}"
    rf"|\bREUTERS/[\w.’' -]+(?:/[\w ]+)?\.?"
    rf"|\(?\bAP\s+Photos?/[^()]{{2,60}}\)"
    rf"|\({_AGENCIES}(?:\s+Photo)?/[^()]{{2,60}}\)"
    rf"|(?:/|\bvia\s+|\bCourtesy\s+(?:of\s+)?|[.!?”\"]\s+(?:[A-Z][\w.’'-]+\s+){{0,4}}(?:[/|]\s*)?)"
    rf"{_AGENCIES}(?:\s+Photo)?(?:/(?:Pool|File))?"
    rf"|\b[A-Z][\w’'-]+\s+[A-Z][\w’'-]+\s*(?:/|\s\|\s|,\s)\s*{_AGENCIES}"
    rf")[)\s]*\Z"
)
_CREDIT = _rule(
    r"[\W_]*(?:(?:additional|further|original|with|extra|story|visuals|text)\s+)?(?:reporting|writing"
    r"|editing|research|graphics|translation|production|written|edited|compiled|translated|reported)"
    r"\s+(?:and\s+(?:writing|editing|reporting|edited|written)\s+)?(?:from\s+\S+\s+)?(?:(?:contributed|provided)\s+)?by\b"
    r"|[\W_]*with\s+(?:assistance|reporting|help|files|contributions?|additional\s+reporting)\s+"
    r"(?:from|by)\b"
)
_CREDIT_TEXT = """
additional further original with extra story text reporting writing editing research graphics
translation production written edited compiled translated reported by from and in at of on the for
to this article report story piece contributed provided also assistance help files researcher
researchers reporter reporters writer writers correspondent editor contribution contributions bureau
newsroom desk staff was were is visuals who van von de del della der da bin al el
"""
_CREDIT_WORDS = frozenset(_CREDIT_TEXT.split())
_CONTRIBUTED = re.compile(
    r"\bcontributed\s+(?:to\s+(?:this|the)\s+(?:article|report|story|piece)|(?:additional\s+)?"
    r"(?:reporting|research|from\b)|(?:this|the)\s+(?:article|report|story|piece)\s+(?:from|in)\b)"
)
# "Reporting by A Name in Place; Editing by B Name", whatever stands around the names.
_CREDITS = _rule(
    r"[^;]{0,300}\bby\s+(?-i:[A-Z])[^;]{0,300};\s*(?:(?:additional|further)\s+)?(?:reporting|writing"
    r"|editing|research|translation|compiled|edited|written)\s+(?:and\s+\w+\s+)?by\s+(?-i:[A-Z])"
)
_RIGHTS = ("all rights reserved", "subscriber agreement", "may not be published")
_STOPS = '.!?…”"'
_STOP_AT_END = re.compile(r"""[.!?…:;,。！？][)\]"'”’»*_\s]*\Z""")
_QUOTATION = re.compile(r"""["“”«»]""")
_WORD = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W\d_][\w’'-]*")


def never_quoted(text: str) -> str | None:
    """Why a block can never be quoted, in two or three words, or None for text of the article."""
    if not _WORD.search(text):
        return "section rule"
    if len(text) > MAX_FURNITURE_CHARS:
        return None
    bare = text.strip("*_ \t")
    for reason, pattern in _BY_START:
        if pattern.match(bare):
            return reason
    if _CREDIT.match(bare) and (_CREDITS.match(bare) or _only_credits(bare)):
        return "reporting credit"
    if len(text) <= 200:
        for reason, pattern in _WHOLE:
            if pattern.fullmatch(bare):
                return reason
    return _by_end(text)


def _by_end(text: str) -> str | None:
    unstopped = text[-1] not in _STOPS or "REUTERS/" in text[-80:]
    if unstopped and _CREDIT_AT_END.search(text, max(0, len(text) - 160)):
        return "caption or credit"
    if "contributed" in text and _CONTRIBUTED.search(text) and _only_credits(text):
        return "contributor line"
    lower = text.lower()
    return "copyright line" if any(words in lower for words in _RIGHTS) else None


def _only_credits(text: str) -> bool:
    """Whether a block holds names and the words of a credit, and next to nothing else."""
    words: list[str] = _LETTERS.findall(text)
    others = sum(word[0].islower() and word not in _CREDIT_WORDS for word in words)
    return others <= 2 and others <= 0.2 * len(words)


def is_heading(text: str) -> bool:
    """Whether a block of pasted text looks like a heading between paragraphs.

    A heading is short, starts with no lower-case letter, ends without a stop and quotes nobody.
    """
    if len(text) > MAX_HEADING_CHARS or len(text.split()) > MAX_HEADING_WORDS:
        return False
    sentence = _STOP_AT_END.search(text) or _QUOTATION.search(text)
    return sentence is None and not text[0].islower()
