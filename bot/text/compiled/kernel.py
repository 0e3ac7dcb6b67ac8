"""How this package compiles.

Machine code is kept on disk for the next process. Numba looks at the one file in which a kernel
stands to see whether what it kept is stale, but a kernel uses other files too; so it is kept in a
folder named after all the code there is to compile, unless NUMBA_CACHE_DIR names one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

CODE = "*/compiled/*.py"
"""The files of the package ``bot`` that hold code to compile."""

Function = TypeVar("Function", bound=Callable[..., Any])


def _folder() -> Path:
    package = Path(__file__).parents[2]
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(package.glob(CODE)):
        digest.update(path.read_bytes())
    beside = package / "__pycache__"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "refdesk"
    written = os.access(beside if beside.exists() else package, os.W_OK)
    return (beside if written else home) / f"compiled-{digest.hexdigest()}"


if not getattr(numba.config, "CACHE_DIR", ""):
    setattr(numba.config, "CACHE_DIR", str(_folder()))  # noqa: B010 - numba declares no such name


def kernel(function: Function) -> Function:
    """Compile `function` when it is first called; it then runs without the interpreter's lock."""
    try:
        return cast(Function, numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:  # "no locator available": a read-only installation without a home
        return cast(Function, numba.njit(nogil=True)(function))
