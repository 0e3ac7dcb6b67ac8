"""From a topic to its events, each in the words of its source.

The way: `asked` and `reports` find the topic's articles and the days they name, `slots` weighs the
days, `candidates` looks up the sentences of a day, `choice` chooses among them by `relevance`,
`words` and `centroid`, `happening` makes events of them, `activity` counts articles; `tell` goes
all of it.
"""

from bot.answer.timeline.tell import compose, tell

__all__ = ["compose", "tell"]
