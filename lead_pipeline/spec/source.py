"""A source: one system's address, key, envelope, budget and endpoints, and the rules that keep it consistent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lead_pipeline.errors import DeclarationError
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OffsetPaging, OnePage
from lead_pipeline.spec.reply import Envelope, Problem
from lead_pipeline.spec.table import Table
from lead_pipeline.spec.window import OncePerParent


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One list (or one object, where `rows` is None) of the API, and the table its rows land in."""

    name: str
    path: str
    rows: str | None
    table: Table
    paging: OffsetPaging | OnePage
    scope: str
    description: str
    params: Mapping[str, str] = field(default_factory=dict)
    per: OncePerParent | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """One system. `key_header` is (name, prefix): how a request shows its key."""

    name: str
    title: str
    base_url: str
    key_variable: str
    key_prefix: str
    key_header: tuple[str, str] = ("Authorization", "Bearer ")
    envelope: Envelope = field(default_factory=Envelope)
    problems: tuple[Problem, ...]
    budget: Budget
    endpoints: tuple[Endpoint, ...]

    def __post_init__(self) -> None:
        """Children come after their parent, and the columns that tie them exist."""
        seen: dict[str, Endpoint] = {}
        for endpoint in self.endpoints:
            if endpoint.per is not None:
                self._refuse_bad_tie(endpoint, endpoint.per, seen)
            seen[endpoint.name] = endpoint

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint of that name."""
        return next(endpoint for endpoint in self.endpoints if endpoint.name == name)

    def tie_of(self, endpoint: Endpoint) -> OncePerParent | None:
        """By what the rows of an endpoint belong to days: its own tie to a parent, or that of its children to it."""
        children = (each.per for each in self.endpoints if each.per is not None and each.per.parent == endpoint.name)
        return endpoint.per or next(children, None)

    def _refuse_bad_tie(self, child: Endpoint, per: OncePerParent, seen: Mapping[str, Endpoint]) -> None:
        if per.parent not in seen:
            message = f"{self.name}/{child.name}: its parent {per.parent!r} must be declared before it."
            raise DeclarationError(message)
        parents = {column.name for column in seen[per.parent].table.columns}
        wanted = {per.parent_key, per.final_column, per.dated_by, per.expected_column or per.parent_key}
        if missing := wanted - parents:
            message = f"{self.name}/{child.name}: {per.parent!r} has no column {sorted(missing)}."
            raise DeclarationError(message)
        if per.fills not in {column.name for column in child.table.columns if column.wire is None}:
            message = f"{self.name}/{child.name}: {per.fills!r} must be a column filled by the walk."
            raise DeclarationError(message)
