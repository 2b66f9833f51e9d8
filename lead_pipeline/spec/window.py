"""When a list is read: once per parent row that changed, day by day, or from where the last reading ended.

What can have changed is what is read. Which of these an endpoint needs follows from what its API can be asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.errors import DeclarationError


@dataclass(frozen=True)
class MovedBy:
    """Rows of another endpoint that tell of a change when they land: `names` is their column with the changed row's id.

    That endpoint must be declared, and so read, before.
    """

    endpoint: str
    names: str


@dataclass(frozen=True, kw_only=True)
class OncePerParent:
    """The children of one parent row, asked for by its id: as the query word `param`, or in its place in the path.

    `final_column` and `final_values` say when a parent's children change no more; without them, the children can have
    changed whenever the parent row did (only its column `told_by`, where there is one that tells of just this; or what
    `moved_by` names tells so), and where `tells_change` is false at any time. A parent whose children cannot have
    changed since they were proven is not asked again, but for a slow rolling re-check. `fills` is the column that gets
    the parent's id; where it is the table's only key, the rows are the parents' own, with more told of each.

    `whole_list` says that the list can also be read without a parent: its total then counts all children at once, which
    shows in one request whether any parent's children changed unseen, or belong to no parent at all. `child_dated_by`
    says when a child came: one that only the whole list shows is looked for in the lists of the parents made before it.

    `order` makes a queue of them: its columns say which parents go first (`-` before a name: the greatest first), and
    `spare` is how many requests of the budget are left for others; who is not reached is reached by the next run. Days
    (`ByDay`) are a queue with an order of their own. `at_once` is the path of a list of all parents' children together,
    which costs less; whether an API has it shows when it is asked for. `may_be_missing`: a parent that is listed may be
    shown to nobody, and that is no failure.
    """

    parent: str
    parent_key: str
    param: str
    fills: str
    final_column: str | None = None
    final_values: frozenset[str] = frozenset()
    tells_change: bool = True
    told_by: str | None = None
    moved_by: MovedBy | None = None
    expected_column: str | None = None
    dated_by: str | None = None
    child_dated_by: str | None = None
    whole_list: bool = False
    at_once: str | None = None
    order: tuple[str, ...] = ()
    spare: int | None = None
    may_be_missing: bool = False
    recheck_after_days: int = 30
    rechecks_per_run: int = 20

    def __post_init__(self) -> None:
        """A parent that is never final would be re-read for ever, and the declaration would not say so."""
        if (self.final_column is None) != (not self.final_values):
            message = f"children of {self.parent}: say which values of {self.final_column!r} are final."
            raise DeclarationError(message)
        tells = (self.final_column, self.told_by, self.moved_by)
        if not self.tells_change and any(word is not None for word in tells):
            message = f"children of {self.parent}: either something tells of their change, or nothing does."
            raise DeclarationError(message)

    @property
    def can_freeze(self) -> bool:
        """Whether there is a state in which children need not be read again."""
        return self.tells_change

    @property
    def parent_columns(self) -> set[str]:
        """The columns of the parent that are named."""
        named = {self.parent_key, self.final_column, self.told_by, self.dated_by, self.expected_column}
        return {name for name in named if name is not None} | {name.removeprefix("-") for name in self.order}


@dataclass(frozen=True)
class RowsOf:
    """Rows of another endpoint with the same parent, by the day of their `dated_by`; declared, and so read, before."""

    endpoint: str
    dated_by: str


@dataclass(frozen=True, kw_only=True)
class ByDay:
    """A list that can be asked for by days (UTC), from `since` to `until`, both included.

    As many days are asked for at once as one answer can hold, or with `one_by_one` each by itself, where the answer is
    a sum over the days asked for; `fills` is the column that gets the day then. A day is closed `settles_after_days`
    days after it ended: once proven it is not read again. The first day is the parent's own (`dated_by`), but not more
    than `history_days` ago. An answer that is cut off is asked for in fewer days; of one day, by the values of `split`.
    `dated_by` is the column that tells a row's day, where no column gets it by `fills`. Where rows come in its order,
    an answer that is cut off shows which days are whole.

    `days_of` names rows that are held, of which the answer is a sum: then just the days are read on which any of them
    came or changed.
    """

    since: str
    until: str
    settles_after_days: int = 1
    history_days: int = 3650
    one_by_one: bool = False
    fills: str | None = None
    split: tuple[str, tuple[str, ...]] | None = None
    dated_by: str | None = None
    days_of: RowsOf | None = None

    def __post_init__(self) -> None:
        """A column of the day makes sense only where a day is asked for."""
        if self.one_by_one != (self.fills is not None):
            message = "days that are read one by one: say which column gets the day, and only then."
            raise DeclarationError(message)
        if self.days_of is not None and not self.one_by_one:
            message = f"days on which {self.days_of.endpoint} changed are read one by one."
            raise DeclarationError(message)
        if self.settles_after_days < 0 or self.history_days < 1:
            message = "a day cannot be closed before it ends, and a history has at least one day."
            raise DeclarationError(message)


@dataclass(frozen=True, kw_only=True)
class Since:
    """A list that can be asked for what came after a moment: `param`, compared with `column` at the source.

    It is asked from the newest row held less `overlap_seconds`, and from the oldest of those that may have changed, as
    `moved_by` or the `open_values` of `open_column` tell. The whole list is read every `whole_every_days`: only that
    shows what is gone, and where it fits into one page it costs no more than a part of it. `undated` is the query for
    rows that have no such moment yet, which no filter by it shows. `until`, where there is one, asks for what came
    before a moment: whoever wants some days only is shown no more.
    """

    param: str
    column: str
    until: str | None = None
    undated: tuple[str, str] | None = None
    overlap_seconds: int = 3600
    moved_by: MovedBy | None = None
    open_column: str | None = None
    open_values: frozenset[str] = frozenset()
    whole_every_days: int = 7

    def __post_init__(self) -> None:
        """An overlap into the future, or half a word."""
        if self.overlap_seconds < 1 or self.whole_every_days < 1:
            message = (
                f"what came after {self.column!r}: the overlap is at least a second, the whole at most once a day."
            )
            raise DeclarationError(message)
        if (self.open_column is None) != (not self.open_values):
            message = f"what came after {self.column!r}: say which values of {self.open_column!r} are open."
            raise DeclarationError(message)


@dataclass(frozen=True, kw_only=True)
class UntilKnown:
    """A list that is read no further than to rows that are held and have not changed: what came stands before them.

    That is believed where what is held and what came are together as many as the list counts, in whatever order it
    shows them; of a list that counts nothing, where its rows stand in the order of `newest_by`, the newest first. If
    not, the rest is read too, and so it is every `whole_every_days`. Rows whose `open_column` has one of the
    `open_values` can change later: those that no page showed are asked for by themselves, like the endpoint `alone`,
    less the columns that only it tells (`alone_tells`).
    """

    open_column: str | None = None
    open_values: frozenset[str] = frozenset()
    alone: str | None = None
    alone_tells: frozenset[str] = frozenset()
    newest_by: str | None = None
    whole_every_days: int = 30

    def __post_init__(self) -> None:
        """Half a word."""
        if (self.open_column is None) != (not self.open_values) or (self.alone and self.open_column is None):
            message = f"a list that is read until it is known: say which values of {self.open_column!r} are open."
            raise DeclarationError(message)
        if self.whole_every_days < 1:
            message = "a list that is read until it is known is read whole at most once a day."
            raise DeclarationError(message)


@dataclass(frozen=True)
class Named:
    """Rows that no list shows: a `setting` of the account names their ids, and each is asked for as `param`."""

    setting: str
    param: str
