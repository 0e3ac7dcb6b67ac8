"""Nothing a test starts can reach past this machine."""

from __future__ import annotations

import subprocess
import sys

from tests.loopback.process import ROOT

TRY = """
import socket, sys
from bench.loopback.launcher import only_local
sys.addaudithook(only_local)
try:
    socket.create_connection(("192.0.2.1", 443), timeout=1)
except PermissionError as error:
    print(error)
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname(), timeout=1).close()
"""


def test_only_this_machine_can_be_reached() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert "192.0.2.1" in done.stdout
