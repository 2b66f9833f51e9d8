"""An account: one key of one system, and where that system is. Where these values come from is `settings`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.http_client.redaction import Secret
    from lead_pipeline.spec.budget import Budget
    from lead_pipeline.spec.source import Source


@dataclass(frozen=True)
class Account:
    """One key of one system. `budget` None means that no limit is kept; `key_header` None is the source's own.

    `named` are ids that no list shows, by the setting that names them.
    """

    name: str
    source: Source
    base_url: str
    key: Secret
    key_variable: str
    budget: Budget | None
    key_header: tuple[str, str] | None = None
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.source.name}/{self.name}"
