"""What a person sees while a sync runs: a bar on a terminal, plain lines elsewhere. It only watches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from lead_pipeline.cli.printing import ERR, count, tell

if TYPE_CHECKING:
    from types import TracebackType

    from lead_pipeline.http_client.client import Tally
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import Counts

LINE_SECONDS = 10.0


class _Watch:
    """Counts what it is told; the two below show it."""

    def __init__(self) -> None:
        self.lists = self.lists_done = self.rows = self.requests = 0
        self.began = time.monotonic()

    def planned(self, endpoint: Endpoint, lists: int, rows: int | None) -> None:
        """A new endpoint begins."""
        self.lists, self.lists_done, self.rows, self.requests = lists, 0, 0, 0
        self.began = time.monotonic()
        self.show(endpoint, f"{count(lists, 'list')} to read{f', about {rows:,} rows' if rows else ''}", begins=True)

    def walked(self, endpoint: Endpoint, rows: int, tally: Tally) -> None:
        """One more list is read."""
        self.lists_done += 1
        self.rows += rows
        self.requests += tally.requests
        self.show(endpoint, self._so_far())

    def landed(self, endpoint: Endpoint, counts: Counts) -> None:
        """The summary tells what landed."""

    def note(self, text: str) -> None:
        """A remark, at once."""
        tell(text)

    def show(self, endpoint: Endpoint, text: str, *, begins: bool = False) -> None:
        """Show where the endpoint stands."""

    def _so_far(self) -> str:
        pace = self.requests / max(time.monotonic() - self.began, 1.0) * 60
        return f"{count(self.rows, 'row')}, {count(self.requests, 'request')}, {pace:,.0f} a minute"


class Bar(_Watch):
    """For a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[endpoint]:<10}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[text]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=ERR,
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, endpoint: Endpoint, text: str, *, begins: bool = False) -> None:
        """Move the bar."""
        if begins or self._task is None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task("", total=max(self.lists, 1), endpoint=endpoint.name, text=text)
        self._bar.update(self._task, completed=self.lists_done, text=text)


class Lines(_Watch):
    """For a log: a line at the start of an endpoint, and one every few seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._shown_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to put away."""

    def show(self, endpoint: Endpoint, text: str, *, begins: bool = False) -> None:
        """A line, if one is due."""
        now = time.monotonic()
        if begins or now >= self._shown_at + LINE_SECONDS:
            self._shown_at = now
            tell(
                f"{endpoint.name}: {text}" + ("" if begins else f" ({self.lists_done} of {count(self.lists, 'list')})")
            )


def watching() -> Bar | Lines:
    """What fits where stderr goes."""
    return Bar() if ERR.is_terminal else Lines()
