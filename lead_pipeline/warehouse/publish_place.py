"""The published folder: where a new copy is written beside the last good one, and how it takes its place.

`warehouse.duckdb` is replaced in one rename. `parquet` is a link to a folder, so that all its files change in one
rename as well; the folder before is kept until the next copy is made, for whoever is reading it.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OURS = (".warehouse-*", ".parquet-*")


@dataclass(frozen=True)
class Outgoing:
    """A copy that is being written: a database and a folder of Parquet files, which nobody sees yet."""

    published: Path
    database: Path
    parquet: Path

    @property
    def link(self) -> Path:
        """The name under which Parquet files are read."""
        return self.published.with_name("parquet")

    def place(self) -> None:
        """Let it take the place of the last one. What is written is on the disk before its name is."""
        # Opened for writing, it would lock other readers out, and what is written would be gone with the next copy.
        self.database.chmod(self.database.stat().st_mode & ~0o222)
        for file in (self.database, *self.parquet.iterdir(), self.parquet):
            _flush(file)
        new_link = self.parquet.with_name(f"{self.parquet.name}-link")
        new_link.symlink_to(self.parquet.name, target_is_directory=True)
        # Left by someone who wrote to an earlier copy, it would be replayed into this one.
        self.published.with_name(f"{self.published.name}.wal").unlink(missing_ok=True)
        self.database.replace(self.published)
        new_link.replace(self.link)
        _flush(self.published.parent)


@contextmanager
def outgoing(published: Path) -> Iterator[Outgoing]:
    """Names for a new copy. What an earlier one left unfinished is removed first, and what this one leaves last."""
    folder = published.parent
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{os.getpid()}-{secrets.token_hex(4)}"
    new = Outgoing(published, folder / f".warehouse-{name}.duckdb", folder / f".parquet-{name}")
    _check_free(new)
    before = _target(new.link)
    _sweep(folder, {before})
    new.parquet.mkdir()
    try:
        yield new
    finally:
        _sweep(folder, {before, _target(new.link)})


def _check_free(new: Outgoing) -> None:
    for path, is_in_the_way in ((new.published, new.published.is_dir()), (new.link, _is_no_link(new.link))):
        if is_in_the_way:
            message = f"{path} is in the way: its place is for what is published."
            raise WarehouseError(message, cure="Move it elsewhere, then publish again.", path=str(path))


def _is_no_link(path: Path) -> bool:
    return path.exists() and not path.is_symlink()


def _target(link: Path) -> str:
    return link.readlink().name if link.is_symlink() else ""


def _sweep(folder: Path, kept: set[str]) -> None:
    for path in [path for pattern in _OURS for path in folder.glob(pattern) if path.name not in kept]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
