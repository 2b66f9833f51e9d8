"""What a sync of one account works with, and what it is told to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from lead_pipeline.extract.children import Window

if TYPE_CHECKING:
    from lead_pipeline.http_client.account import Account
    from lead_pipeline.http_client.client import ApiClient, Tally
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import Counts
    from lead_pipeline.warehouse.database import Warehouse


@dataclass(frozen=True)
class SyncOptions:
    """What to read: by default what can have changed. `verify` reads everything anew."""

    window: Window = field(default_factory=Window)
    verify: bool = False
    accept_shrink: bool = False


class Progress(Protocol):
    """Who watches. Each call is quick and never raises."""

    def planned(self, endpoint: Endpoint, lists: int, rows: int | None) -> None:
        """So many lists will be walked, with about so many rows."""

    def walked(self, endpoint: Endpoint, rows: int, tally: Tally) -> None:
        """A list was walked to its end."""

    def landed(self, endpoint: Endpoint, counts: Counts) -> None:
        """Rows are in the warehouse for good."""

    def note(self, text: str) -> None:
        """Something that a person may want to know."""


class Unwatched:
    """Nobody watches."""

    def planned(self, endpoint: Endpoint, lists: int, rows: int | None) -> None:
        """Nothing to show."""

    def walked(self, endpoint: Endpoint, rows: int, tally: Tally) -> None:
        """Nothing to show."""

    def landed(self, endpoint: Endpoint, counts: Counts) -> None:
        """Nothing to show."""

    def note(self, text: str) -> None:
        """Nothing to show."""


@dataclass(frozen=True)
class Context:
    """One account, its client and the warehouse, for one run."""

    account: Account
    client: ApiClient
    warehouse: Warehouse
    run_id: str
    options: SyncOptions
    progress: Progress
