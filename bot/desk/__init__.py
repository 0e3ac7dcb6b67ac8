"""The desk: the one service behind Discord and the terminal. Knows neither.

`build` makes snapshots, here or in a process of its own; `given` keeps what was answered;
`pictures` draws in a worker process; `records` tells of the log and forgets people; `status` holds
the plain values that faces show.
"""

from bot.desk.desk import Desk
from bot.desk.status import Context, ReloadReport, SourceCount, Status

__all__ = ["Context", "Desk", "ReloadReport", "SourceCount", "Status"]
