"""Where sentences end in one paragraph of English news text.

A stop ends a sentence unless what stands before it or after it says otherwise: an abbreviation, an
initial, a lower-case word, the speaker of a quoted question. Spans rebuild the paragraph: they are
in order, and only white space lies between them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Possessive and anchored to the first stop of a run, so that any input is read in linear time.
_STOP = re.compile(
    r"""(?<![.!?…])([.!?…]++)          # a run of stops
        ((?:["'”’»)\]]|\[[0-9]{1,3}\])*+)  # closing quotes, brackets, a footnote's number
        (?:(?<=["'”’»)\]])[.]?+)?+     # a stop set after the closing quote, as in British print
        (\s++)
      | [。！？]++[」』”’）]*+(\s*+)""",
    re.VERBOSE,
)
_OPENERS = "\"'“‘«([¿¡—–-"
_DASHES_AND_BRACKETS = "([—–-"
_WORD_BACKWARDS = re.compile(r"[^\s\"'“”‘’«»()\[\]/—–-]*")
_WORD_AFTER = re.compile(r"[^\W_](?:[^\s,;:!?\"”“()\[\]]*[^\W_])?")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")
_CLOCK = frozenset(("a.m", "p.m", "A.M", "P.M"))
_AFTER_CLOCK = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]*|E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T|GMT|UTC|BST|CET|CEST|HKT|JST|Eastern|Central"
    r"|Pacific|Mountain|[A-Z][a-z]+ time)\b"
)
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'-]*+\s++){1,4}(?:said|says|asked|asks|wrote|writes|added|told|tweeted|replied"
    r"|shouted|wondered|exclaimed|recalled)\b"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOOK_BACK = 32  # characters; longer than any abbreviation
_LOOK_AHEAD = 80  # characters; room for a speaker's name and title

# Words that begin a sentence with a capital letter but hardly ever a name: after "U.S." or "Inc."
# they mean that the sentence has ended.
_STARTERS = _words(
    """a about according after all also although among an and another any anyone as asked at
    because before both but by despite during each earlier either even every everyone few
    finally first for four from given he her here his how however i if in indeed instead it
    its just last later like many meanwhile more moreover most much my neither no nobody
    none nor not nothing now of officials on once one only or other others our over perhaps
    rather she shortly similarly since so some soon still such ten than that the their then
    there these they this those though three through throughout thus to today together
    tomorrow tonight two under unless unlike until upon we what whatever when where whether
    which while who why will with within without yesterday yet you your"""
)
# Before a name or a number: a sentence does not end here.
_NEVER = _words(
    """Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Cmdr Adm Sgt Cpl Pvt Brig Sen Sens Rep Reps Gov Govs
    Rev Hon Pres Amb Atty Supt Insp Det Messrs Mme Mlle Fr St Ste Mt Ft vs v cf e.g i.e eg ie viz
    approx ca"""
)
_BEFORE_NUMBER = _words(
    """No Nos no nos Art Arts Sec Secs Ch ch Fig Figs fig figs Vol vol Vols p pp para Para Op Ex art
    sec est"""
)
_MONTHS = _words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
# A sentence may end here; it does when the next word is one that begins sentences.
_MAYBE = _words(
    """Inc Corp Co Cos Ltd Bros Cie Jr Sr Esq Ave Blvd Rd Dept Depts Assn Univ Intl Natl Govt
    Mfg Dist Adj Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo
    Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ont Que al SpA GmbH"""
)
_LOWER_CASE = frozenset(word for word in _NEVER | _BEFORE_NUMBER | _MAYBE if word.islower())
_EXCLAIMING_NAMES = frozenset(("Yahoo", "Jeopardy", "Yum"))


class Bounds(NamedTuple):
    start: int
    end: int


def split_sentences(text: str, start: int = 0) -> tuple[Bounds, ...]:
    """Split one paragraph into sentences; offsets are into `text`, moved on by `start`.

    The first sentence starts at the first character that is no white space, the last ends at the
    last one. White space alone gives no sentence. Linear in the length of `text`, whatever it is.
    """
    end = len(text.rstrip())
    begin = len(text) - len(text.lstrip())
    found: list[Bounds] = []
    for match in _STOP.finditer(text, begin, end):
        if match.end() < end and _ends_sentence(text, match, begin):
            stop = match.start(match.lastindex or 0)
            found.append(Bounds(start + begin, start + stop))
            begin = match.end()
    if begin < end:
        found.append(Bounds(start + begin, start + end))
    return tuple(found)


def _ends_sentence(text: str, match: re.Match[str], begin: int) -> bool:
    stops = match[1]
    if stops is None:
        return True
    after = match.end()
    first = text[after]
    if first.islower():
        return text[after + 1 : after + 2].isupper()
    if first in ".,;:!?…)]”’":
        return False
    if first in _OPENERS:
        opened = first not in _DASHES_AND_BRACKETS
        return _opens_sentence(text, after) and not _abbreviates(text, match, begin, opened)
    if stops != ".":
        return not _goes_on_after(text, match)
    return not _abbreviates(text, match, begin, opened=False)


def _opens_sentence(text: str, at: int) -> bool:
    for char in text[at : at + 4]:
        if char not in _OPENERS and not char.isspace():
            return not char.islower()
    return True


def _goes_on_after(text: str, match: re.Match[str]) -> bool:
    """Whether a question or an exclamation is only part of its sentence."""
    if match[2]:
        ahead = text[match.end() : match.end() + _LOOK_AHEAD]
        word = _WORD_AFTER.match(ahead)
        starts = word is not None and word[0].lower() in _STARTERS
        return not starts and _SPEAKER.match(ahead) is not None
    return match[1] == "!" and _word_before(text, match.start()) in _EXCLAIMING_NAMES


def _word_before(text: str, at: int) -> str:
    found = _WORD_BACKWARDS.match(text[max(0, at - _LOOK_BACK) : at][::-1])
    return found[0][::-1] if found else ""


def _abbreviates(text: str, match: re.Match[str], begin: int, opened: bool) -> bool:
    """Whether the single dot belongs to an abbreviation in the middle of a sentence.

    `opened` says that a quotation begins after it.
    """
    if match[1] != "." or match[2]:
        return False
    word = _word_before(text, match.start())
    if not word or len(word) > 12:
        return False
    first = match.start() - len(word) == begin
    if first and (len(word) == 1 or (len(word) < 4 and word.isdigit())):
        return True  # the marker of a list item: "1. ", "a. "
    if not (word[0].isupper() or "." in word or word in _LOWER_CASE):
        return False
    if word in _NEVER:
        return True
    after = match.end()
    if text[after].isdigit():
        return word in _BEFORE_NUMBER or word in _MONTHS or (len(word) == 1 and word != "I")
    if len(word) == 1 and word.isalpha():
        return not opened and not _starts_sentence(text, after) and not _is_pronoun(text, match)
    if word in _CLOCK:
        aside = text[after] in _DASHES_AND_BRACKETS
        return aside or (not opened and _AFTER_CLOCK.match(text, after) is not None)
    if _DOTTED.fullmatch(word) or word in _MAYBE:
        return not opened and not _starts_sentence(text, after)
    return False


def _starts_sentence(text: str, at: int) -> bool:
    """Whether the word at `at` is one that begins sentences; "A." of "J. A. Smith" is none."""
    word = _WORD_AFTER.match(text, at, min(len(text), at + _LOOK_BACK))
    if word is None or word[0].lower() not in _STARTERS:
        return False
    return not (len(word[0]) == 1 and text[word.end() : word.end() + 1] == ".")


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    """Whether "I." closes a sentence ("and so did I.") rather than standing in a name."""
    at = match.start() - 1
    if text[at] != "I":
        return False
    before = _word_before(text, at - 1)
    return bool(before) and before[0].islower()
