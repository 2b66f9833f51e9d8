"""All checks of an endpoint, made from its declaration. What each one asks is in a file of its own beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lead_pipeline.quality import reasons, set_aside
from lead_pipeline.quality.completeness import complete
from lead_pipeline.quality.drift import no_drift
from lead_pipeline.quality.holdings import is_synced
from lead_pipeline.quality.keys import unique_key
from lead_pipeline.quality.proofs import proven
from lead_pipeline.quality.shrinkage import FEW_ROWS, shrinkage
from lead_pipeline.quality.verdict import Check, Verdict, passed, warned
from lead_pipeline.quality.volume import DAYS, day_column, volume
from lead_pipeline.spec.table import Keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

    Ask = Callable[[duckdb.DuckDBPyConnection, Source, Endpoint], Verdict]

_FOR_ALL_COLUMNS = {
    reasons.VALUES_READABLE: "Every value can be read as its column's type.",
    reasons.REQUIRED_VALUES: "No column that must not be empty is empty.",
    reasons.RECORDS_READABLE: "Every record is a readable JSON object.",
    reasons.FORMER_RULES: "Nothing is still set aside by a rule that has changed since.",
}


def checks_of(source: Source, endpoint: Endpoint) -> list[Check]:
    """What can stop the publishing first. Names are unique within the endpoint."""
    maker = _Maker(source, endpoint)
    if endpoint.table.keep is Keep.HISTORY:
        return [*maker.for_any_table(), *maker.for_rules()]
    return [*maker.for_latest_rows(), *maker.for_any_table(), *maker.for_rules()]


@dataclass(frozen=True)
class _Maker:
    """Makes the checks of one endpoint."""

    source: Source
    endpoint: Endpoint

    def for_latest_rows(self) -> Iterator[Check]:
        """A history has no key, no totals, and no rows that could vanish."""
        key = ", ".join(self.endpoint.table.key)
        yield self._check("unique_key", f"Each account has a {key} once.", unique_key, is_blocking=True)
        yield self._check(
            "shrinkage",
            f"No more than a third of an account's rows (or {FEW_ROWS}) was marked as deleted within a day, or a "
            "person accepted it.",
            shrinkage,
            is_blocking=True,
        )
        yield self._check("complete", "As many rows are held as the API counts, or the gap is explained.", complete)
        if dated_by := day_column(self.source, self.endpoint):
            yield self._check(
                "volume",
                f"The newest full day, by {dated_by}, is like the {DAYS} days before it.",
                partial(volume, dated_by=dated_by),
            )

    def for_any_table(self) -> Iterator[Check]:
        """A reading of a history that is set aside spoils none of the others, so there it stops nothing."""
        yield self._check(
            "set_aside",
            f"Less than {set_aside.MANY:.0%} of an account, or {set_aside.FEW_RECORDS} records at most, broke a rule.",
            set_aside.all_set_aside,
            is_blocking=self.endpoint.table.keep is not Keep.HISTORY,
        )
        yield self._check("proven", "The newest walk of every list is proven, and current.", proven)
        yield self._check("no_drift", "The API shows nothing that it did not show a day ago.", no_drift)

    def for_rules(self) -> Iterator[Check]:
        """One for each rule, and one for each way to fail that any column has."""
        for rule in reasons.declared_rules(self.endpoint.table):
            yield self._rule(rule.name, f"Every record keeps the rule `{rule.reason}`.")
        for name, description in _FOR_ALL_COLUMNS.items():
            yield self._rule(name, description)

    def _rule(self, name: str, description: str) -> Check:
        return self._check(name, description, partial(set_aside.broken, rule=name))

    def _check(self, name: str, description: str, ask: Ask, *, is_blocking: bool = False) -> Check:
        judge = partial(_judged, ask, self.source, self.endpoint, is_blocking)
        return Check(name, self.endpoint.name, description, is_blocking, judge)


def _judged(
    ask: Ask,
    source: Source,
    endpoint: Endpoint,
    is_blocking: bool,  # noqa: FBT001 - bound by position where the check is made
    connection: duckdb.DuckDBPyConnection,
) -> Verdict:
    """Where nothing is synced yet there is nothing to find fault with; whether to publish is asked in `marts`."""
    if is_synced(connection, source, endpoint):
        return ask(connection, source, endpoint)
    told = f"Nothing of {source.name}/{endpoint.name} is synced yet."
    named = (endpoint if endpoint.per is None else source.endpoint(endpoint.per.parent)).named
    if named is not None:
        return passed(f"{told} It is read of what the setting {named.setting} names, and nothing else.")
    return warned(f"{told} First run: lead-pipeline sync") if is_blocking else passed(told)
