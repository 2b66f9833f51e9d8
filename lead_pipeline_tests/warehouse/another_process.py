"""Another process, that does as a script says until it is told to end, or killed. It shares nothing with the tests."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_READY = "ready"
# What follows the script: say so, then wait until the other end of the pipe is closed.
_THEN_WAIT = f"\nprint({_READY!r}, flush=True)\nimport sys\nsys.stdin.read()\n"


@contextmanager
def running(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The process, after it has run the script; `arguments` are its `sys.argv[1:]`. It ends with the body."""
    command = [sys.executable, "-c", script + _THEN_WAIT, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == _READY
            yield process
        finally:
            process.kill()


def ran(script: str, *arguments: str) -> str:
    """What a script prints that runs to its end."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()
