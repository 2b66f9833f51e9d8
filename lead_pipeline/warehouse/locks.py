"""Locks between processes. The kernel keeps them and frees them when their owner dies, so none is ever stale.

The lock's file tells who holds it, for the message of whoever waits.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lead_pipeline.errors import WarehouseBusy, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DISK_CURE = "Check that the folder can be written and the disk has room; nothing that was landed is lost."
_POLL_SECONDS = 0.05


@contextmanager
def held(path: Path, purpose: str, *, timeout: float, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock for the body. `waiting` hears once who holds it; after `timeout` seconds raise WarehouseBusy."""
    handle = _opened(path)
    try:
        deadline = time.monotonic() + timeout
        told = False
        while not _taken(handle):
            owner = _owner(handle)
            if time.monotonic() >= deadline:
                message = f"Gave up after {timeout:.0f} s: {owner}."
                raise WarehouseBusy(message, cure="Run again when it has ended, or end that process.", owner=owner)
            if waiting is not None and not told:
                waiting(owner)
                told = True
            time.sleep(_POLL_SECONDS)
        _sign(handle, path, purpose)
        yield
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = f"{path.parent} cannot be used: {error.strerror or error}."
        raise WarehouseError(message, cure=DISK_CURE) from error


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(handle: int, path: Path, purpose: str) -> None:
    about = {"pid": os.getpid(), "purpose": purpose, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(about).encode(), 0)
    except OSError as error:
        raise WarehouseError(f"{path} cannot be written: {error.strerror or error}.", cure=DISK_CURE) from error


def _owner(handle: int) -> str:
    try:
        about = json.loads(os.pread(handle, 4096, 0))
        return f"{about['purpose']} (process {about['pid']}) holds it since {about['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process holds it"  # it has taken the lock and not yet said who it is
