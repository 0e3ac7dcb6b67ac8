"""Faults in loops, and what must hold under all of them.

Only `bot` itself is imported here, before numpy, whose threads it settles: children that are killed
start the sooner.
"""

import bot as bot

PARTS = (
    *("log-kills", "reload-kills", "upload-kills"),
    *("disk", "damage", "locked", "clock", "mixed", "reload-latency"),
    *("hostile", "questions", "access", "soak"),
)
"""What a run consists of, in this order."""

KILLS = 240
"""Processes that a whole run kills, shared out among the parts that kill."""
