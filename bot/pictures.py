"""Drawing pictures aside: a worker process that draws, and the pictures drawn so far."""

from __future__ import annotations

from bot.answer.event import Timeline


class Pictures:
    """Draws with one worker process, which starts with the first picture."""

    async def picture(self, timeline: Timeline) -> bytes | None:
        """The PNG of a timeline, None for one without events. Raises PictureError."""
        return None

    def close(self) -> None:
        """End the worker, whatever it is drawing."""
