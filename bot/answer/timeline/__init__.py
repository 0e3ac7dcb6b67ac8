"""From a topic to its events, each in the words of its source.

The way: `reports` finds the topic's articles and the days they name, `slots` weighs the days,
`candidates` looks up the sentences of a day, `centroid` and `choice` choose among them, `happening`
makes events of them, `activity` counts articles; `tell` goes all of it.
"""

from bot.answer.timeline.tell import compose, tell

__all__ = ["compose", "tell"]
