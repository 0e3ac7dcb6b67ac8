"""Words that only ask for a timeline: "give me a timeline of the talks, please"."""

from __future__ import annotations

import re

_VERB = r"(?:give|show|make|tell|build|draw|create|get)"
_KIND = r"(?:time-?line|chronology|sequence of events)"
_BEFORE = re.compile(
    rf"\W*(?:(?:please|can you|could you)\s+)*(?:{_VERB}\s+(?:(?:me|us)\s+)?)?(?:(?:an?|the)\s+)?"
    rf"(?:{_KIND}|history)\s+(?:of|for|on|about)\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?:\s+(?:{_KIND}|events)|[\s,]+please)\W*$", re.IGNORECASE)


def bare(text: str) -> str:
    """The topic itself; the text as it stands when nothing would be left of it."""
    kept = text[asked.end() :] if (asked := _BEFORE.match(text)) else text
    while cut := _AFTER.search(kept):
        kept = kept[: cut.start()]
    return kept if kept.strip() else text
