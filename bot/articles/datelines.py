"""The dateline that opens an agency's report: place, perhaps a date, and the agency's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.articles.outlets import is_outlet
from bot.text.calendar import leading_date

MAX_DATELINE_CHARS = 140

_DASH = r"\s*(?:-{1,3}|–|—|―|:)\s*"
_AGENCY = r"\(\s*(?P<agency>[A-Za-z][\w.&’' -]{1,39}?)(?:\s+-\s+[\w ]+)?\s*\)"
_WIRE = r"/(?P<wire>[A-Z][\w. -]{2,29})/"
_WORD = r"[A-Z][\w.’'-]*"
_PLACE = rf"{_WORD}(?:[ /]{{1,3}}(?:{_WORD}|de|of|and|al|la))*(?:,\s+{_WORD}(?:[ /]{_WORD})*)*"
_CAPITALS = r"[A-Z][A-Z.’'/ -]*[A-Z](?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?"
_MONTH_NAME = r"[A-Z][a-z]{2,8}\.?"
_DAY = (
    rf"(?:,?\s+(?P<day>{_MONTH_NAME}\s+[0-9]{{1,2}}(?:,\s*[12][0-9]{{3}})?"
    rf"|[0-9]{{1,2}}\s+{_MONTH_NAME}(?:\s+[12][0-9]{{3}})?),?)"
)
_FULL_DAY = (
    rf"(?P<day>{_MONTH_NAME}\s+[0-9]{{1,2}},\s*[12][0-9]{{3}}"
    rf"|[0-9]{{1,2}}\s+{_MONTH_NAME}\s+[12][0-9]{{3}})"
)
_BEGINS = r"(?=[\"“‘'(]?[^\W_a-z])"
# Cities that outlets set before a plain hyphen, which after other words in capitals is no dateline.
CITY = (
    r"(?:WASHINGTON|NEW YORK|LOS ANGELES|SAN FRANCISCO|CHICAGO|BOSTON|HOUSTON|DETROIT|LONDON|PARIS"
    r"|BERLIN|BRUSSELS|GENEVA|ROME|MADRID|VIENNA|DAVOS|MOSCOW|KYIV|KIEV|ISTANBUL|ANKARA|CAIRO|TUNIS"
    r"|JERUSALEM|BEIRUT|BAGHDAD|TEHRAN|DUBAI|NEW DELHI|MUMBAI|BEIJING|SHANGHAI|GUANGZHOU|SHENZHEN"
    r"|HONG KONG|TAIPEI|TOKYO|OSAKA|SEOUL|PYONGYANG|SINGAPORE|HANOI|BANGKOK|JAKARTA|MANILA|SYDNEY"
    r"|CANBERRA|OTTAWA|TORONTO|MEXICO CITY|BUENOS AIRES|BRASILIA|SAO PAULO|UNITED NATIONS)"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:{_PLACE}{_DAY}?,?\s*)?(?:{_AGENCY}|{_WIRE}){_DASH}",
        rf"(?:{_PLACE}\s*)?\((?P<agency>CNN|AFP|AP|CNN Business|Reuters)\)\s*(?=[A-Z“\"])",
        rf"{_PLACE}(?:\s+\({_PLACE}\))?(?:,\s+|\s+[-–—]\s+){_FULL_DAY}\s*(?:\s-|-{{2,3}}|–|—)\s+{_BEGINS}",
        rf"{_CAPITALS}{_DAY}?\s*(?:-{{2,3}}|–|—|―)\s*{_BEGINS}",
        rf"{CITY}(?:/{CITY})*(?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?{_DAY}?\s+-\s+{_BEGINS}",
    )
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`end` is the offset at which the report itself begins; `date` needs a year to be known."""

    end: int
    source: str | None
    date: date | None


def read_dateline(text: str, start: int = 0) -> Dateline | None:
    """The dateline at `start`, or None: "BEIJING, Aug. 17 (AP) — ", "LONDON — ", "(CNN) — "."""
    stop = min(len(text), start + MAX_DATELINE_CHARS)
    for form in _FORMS:
        match = form.match(text, start, stop)
        if match and match.end() < len(text.rstrip()):
            fields = match.groupdict()
            name = fields.get("agency") or fields.get("wire")
            if name and not (is_outlet(name) or _is_agency_like(match[0])):
                continue
            day = leading_date(fields["day"]) if fields.get("day") else None
            return Dateline(match.end(), name, day[0] if day else None)
    return None


def _is_agency_like(head: str) -> bool:
    """Whether the text before the bracket is a place in capitals, as agencies set it."""
    place = re.split(r"[(/,]", head, maxsplit=1)[0].strip()
    return len(place) > 2 and place.isupper()
