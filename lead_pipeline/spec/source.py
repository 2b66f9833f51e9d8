"""A source: one system's address, key, envelope, budget and endpoints, and the rules that keep it consistent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from lead_pipeline.errors import DeclarationError
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OnePage, Paging
from lead_pipeline.spec.reply import Envelope, Problem
from lead_pipeline.spec.table import Table
from lead_pipeline.spec.window import ByDay, MovedBy, Named, OncePerParent, RowsOf, Since, UntilKnown

_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One list (or one object, where `rows` is None) of the API, and the table its rows land in.

    `rows` is where in the data the list is, `record` where the object is; a dot goes into an object, and no text at all
    is the data itself. Several places in `rows` are tried in turn. `beside` fills columns with what stands beside
    the rows: column, and where. `shares_answer`: another endpoint takes its rows from the very same answers, so that
    each is asked for once a run; for few and small ones. `optional`: its scope is one that a careful key lacks, and to
    be refused for that is no failure.
    """

    name: str
    path: str
    rows: str | tuple[str, ...] | None
    table: Table
    paging: Paging
    scope: str
    description: str
    params: Mapping[str, str] = field(default_factory=dict)
    per: OncePerParent | None = None
    by_day: ByDay | None = None
    since: Since | None = None
    until_known: UntilKnown | None = None
    named: Named | None = None
    record: str = ""
    shares_answer: bool = False
    optional: bool = False
    beside: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What cannot be asked for, or would land nowhere."""
        told = {way.param for way in (self.per, self.named) if way is not None}
        if self.named is not None and (self.per is not None or len(self.table.key) != 1 or self.rows is not None):
            message = f"{self.name}: what is named by its id is one row by itself, of no parent."
            raise DeclarationError(message)
        if strange := set(_PLACE.findall(self.path)) - told:
            message = f"{self.name}: nothing fills {sorted(strange)} of its path."
            raise DeclarationError(message)
        self._refuse_odd_ways()
        if self.optional and self.per is not None:
            message = f"{self.name}: what is read for each parent cannot be optional."
            raise DeclarationError(message)
        if self.rows is None and not isinstance(self.paging, OnePage):
            message = f"{self.name}: one object has no pages."
            raise DeclarationError(message)
        filled = {column.name for column in self.table.columns if column.wire is None}
        if self.by_day is not None and self.by_day.dated_by not in {None, *self.table.schema.columns}:
            message = f"{self.name}: {self.by_day.dated_by!r}, which dates its rows, must be a column."
            raise DeclarationError(message)
        wanted = {*self.beside, *([self.by_day.fills] if self.by_day is not None and self.by_day.fills else [])}
        if missing := wanted - filled:
            message = f"{self.name}: {sorted(missing)} must be columns filled by the walk."
            raise DeclarationError(message)

    def _refuse_odd_ways(self) -> None:
        """Ways of reading that exclude each other, or need a parent."""
        ways = [way for way in (self.by_day, self.since, self.until_known) if way is not None]
        if ways and self.per is None:
            message = f"{self.name}: what is read in parts is read for each parent."
            raise DeclarationError(message)
        if self.per is not None and self.per.spare is not None and not (self.per.order or self.by_day):
            message = f"{self.name}: a queue needs an order."
            raise DeclarationError(message)
        if self.until_known is not None and self.per is not None and self.per.can_freeze:
            message = f"{self.name}: a list that is read until it is known is one whose parent tells nothing of it."
            raise DeclarationError(message)
        if self.by_day is not None and len(ways) > 1:
            message = f"{self.name}: either it is read by days, or in another way."
            raise DeclarationError(message)

    @property
    def is_of_parent(self) -> bool:
        """Whether its row tells more of the parent's very row, and has its id; not children of a row."""
        return self.per is not None and self.table.key == (self.per.fills,)

    @property
    def is_read_in_parts(self) -> bool:
        """Whether a part of a list may be read now, and the whole at other times."""
        return self.since is not None or self.until_known is not None

    @property
    def day_column(self) -> str | None:
        """The column of its own rows by whose day it can be asked for; None where the API cannot be asked so."""
        if self.by_day is not None:
            return self.by_day.fills or self.by_day.dated_by
        return self.since.column if self.since is not None else None

    @property
    def row_places(self) -> tuple[str, ...]:
        """The places of its list."""
        return (self.rows,) if isinstance(self.rows, str) else self.rows or ()

    def path_of(self, parent: str) -> str | None:
        """The path with a parent's id, written for a path, in its place; None where it has no such place."""
        return _PLACE.sub(lambda _: parent, self.path) if _PLACE.search(self.path) else None


@dataclass(frozen=True, kw_only=True)
class Source:
    """One system. `key_header` is (name, prefix): how a request shows its key; a setting may choose another of them.

    `base_url` None: it has no address that holds for everyone, and each account must be told its own.
    """

    name: str
    title: str
    base_url: str | None
    key_variable: str
    key_prefix: str
    key_header: tuple[str, str] = ("Authorization", "Bearer ")
    other_key_headers: tuple[tuple[str, str], ...] = ()
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
            if endpoint.since is not None:
                own = {column.name for column in endpoint.table.columns}
                self._refuse_missing(endpoint, endpoint.name, {endpoint.since.column, endpoint.since.open_column}, own)
            if (known := endpoint.until_known) is not None:
                own = {column.name for column in endpoint.table.columns}
                self._refuse_missing(endpoint, endpoint.name, {known.open_column, known.newest_by}, own)
            for way in (endpoint.per, endpoint.since):
                if way is not None and way.moved_by is not None:
                    self._refuse_bad_teller(endpoint, way.moved_by, seen)
            if endpoint.by_day is not None and endpoint.by_day.dated_by is not None:
                own = {column.name for column in endpoint.table.columns}
                self._refuse_missing(endpoint, endpoint.name, {endpoint.by_day.dated_by}, own)
            if endpoint.by_day is not None and endpoint.by_day.days_of is not None:
                self._refuse_bad_days(endpoint, endpoint.by_day.days_of, seen)
            seen[endpoint.name] = endpoint
        self._refuse_bad_singles(seen)

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint of that name."""
        return next(endpoint for endpoint in self.endpoints if endpoint.name == name)

    @property
    def named(self) -> tuple[str, ...]:
        """The settings that name rows which no list shows."""
        return tuple(endpoint.named.setting for endpoint in self.endpoints if endpoint.named is not None)

    def tie_of(self, endpoint: Endpoint) -> OncePerParent | None:
        """By what the rows of an endpoint belong to days: its own tie to a parent, or that of its children to it."""
        children = (each.per for each in self.endpoints if each.per is not None and each.per.parent == endpoint.name)
        ties = (tie for tie in (endpoint.per, *children) if tie is not None and tie.final_column is not None)
        return next((tie for tie in ties if tie.dated_by is not None), None)

    def has_days(self, endpoint: Endpoint) -> bool:
        """Whether its rows belong to days of which some can be read by themselves."""
        return self.tie_of(endpoint) is not None or endpoint.day_column is not None

    def _refuse_bad_tie(self, child: Endpoint, per: OncePerParent, seen: Mapping[str, Endpoint]) -> None:
        if per.parent not in seen:
            message = f"{self.name}/{child.name}: its parent {per.parent!r} must be declared before it."
            raise DeclarationError(message)
        parents = {column.name for column in seen[per.parent].table.columns}
        self._refuse_missing(child, per.parent, {*per.parent_columns}, parents)
        filled = {column.name for column in child.table.columns if column.wire is None}
        if per.fills not in filled and child.table.key != (per.fills,):
            message = f"{self.name}/{child.name}: {per.fills!r} must be a column filled by the walk."
            raise DeclarationError(message)

    def _refuse_bad_singles(self, seen: Mapping[str, Endpoint]) -> None:
        for endpoint in self.endpoints:
            alone = None if endpoint.until_known is None else endpoint.until_known.alone
            if alone is not None and (alone not in seen or seen[alone].rows is not None):
                message = f"{self.name}/{endpoint.name}: no endpoint {alone!r} shows a row by itself."
                raise DeclarationError(message)
            if alone is not None and endpoint.until_known is not None:
                own = {column.name for column in seen[alone].table.columns}
                self._refuse_missing(endpoint, alone, endpoint.until_known.alone_tells, own)

    def _refuse_bad_teller(self, endpoint: Endpoint, told: MovedBy, seen: Mapping[str, Endpoint]) -> None:
        if told.endpoint not in seen:
            message = f"{self.name}/{endpoint.name}: {told.endpoint!r}, which tells of it, must be declared before it."
            raise DeclarationError(message)
        columns = {column.name for column in seen[told.endpoint].table.columns}
        self._refuse_missing(endpoint, told.endpoint, {told.names}, columns)

    def _refuse_bad_days(self, endpoint: Endpoint, days: RowsOf, seen: Mapping[str, Endpoint]) -> None:
        rows, per = seen.get(days.endpoint), endpoint.per
        if rows is None or rows.per is None or per is None or rows.per.parent != per.parent:
            message = (
                f"{self.name}/{endpoint.name}: {days.endpoint!r} must be declared before it, with the same parent."
            )
            raise DeclarationError(message)
        columns = {column.name for column in rows.table.columns}
        self._refuse_missing(endpoint, days.endpoint, {days.dated_by, rows.per.fills}, columns)

    def _refuse_missing(
        self, child: Endpoint, named: str, wanted: AbstractSet[str | None], there: AbstractSet[str]
    ) -> None:
        if missing := {name for name in wanted if name is not None} - there:
            message = f"{self.name}/{child.name}: {named!r} has no column {sorted(missing)}."
            raise DeclarationError(message)
