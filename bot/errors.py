"""Every error the desk raises on purpose.

    RefdeskError
    ├── SettingsError       the settings do not make sense; lists every mistake
    ├── CorpusError         the corpus folder cannot be read, or holds no article
    │   └── RejectionError  one file cannot be an article (bot.articles.reject)
    ├── QuestionError       a question that cannot be asked as it stands
    ├── StrangerError       somebody of a server that is not allowed (bot.chat.admission)
    ├── BusyError           too many questions at once, or a reload is under way
    ├── ClosingError        the desk is shutting down
    ├── StaleError          a button of an answer whose article has changed or gone, or whose
    │                       answer is no longer kept
    ├── PictureError        a picture could not be drawn
    ├── SnapshotError       a saved snapshot is damaged or of another format
    └── LogError            the query log could not be read or written

``str(error)`` is one clear sentence that any person may be shown: no path of the machine, no
setting's value, no stack. What an operator needs goes into `detail` and the log line.
"""

from __future__ import annotations


class RefdeskError(Exception):
    """Base of all; `detail` is for the operator's log only."""

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class SettingsError(RefdeskError):
    pass


class CorpusError(RefdeskError):
    pass


class QuestionError(RefdeskError):
    pass


class BusyError(RefdeskError):
    pass


class ClosingError(RefdeskError):
    pass


class StaleError(RefdeskError):
    pass


class PictureError(RefdeskError):
    pass


class SnapshotError(RefdeskError):
    pass


class LogError(RefdeskError):
    pass
