"""Ways of reading a list, each by itself: half a word is refused, and so are two that exclude each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandera.polars as pa
import pytest

from lead_pipeline.errors import DeclarationError
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OffsetPaging, OnePage
from lead_pipeline.spec.source import Endpoint, Source
from lead_pipeline.spec.table import Day, Instant, Table, column
from lead_pipeline.spec.window import ByDay, MovedBy, Named, OncePerParent, RowsOf, Since, UntilKnown


class Flocks(pa.DataFrameModel):
    """Parents."""

    id: int = column("Number.")
    state: str = column("State.")
    seen_at: Instant = column("When it was last seen.", null=True)


class Birds(pa.DataFrameModel):
    """Children."""

    id: int = column("Number.")
    flock_id: int = column("The flock.", null=True, by_walk=True)
    state: str = column("State.")
    ringed_at: Instant = column("When it was ringed.")


class Counts(pa.DataFrameModel):
    """Sums by day."""

    day: Day = column("The day.", by_walk=True)
    flock_id: int = column("The flock.", by_walk=True)
    birds: int = column("How many.")


PER = OncePerParent(parent="flocks", parent_key="id", param="flock", fills="flock_id", tells_change=False)
SINCE = Since(param="after", column="ringed_at")
KNOWN = UntilKnown(open_column="state", open_values=frozenset({"flying"}))
BY_DAY = ByDay(since="from", until="to")


def birds(**words: Any) -> Endpoint:
    given: dict[str, Any] = {"name": "birds", "path": "/birds", "rows": "birds", "per": PER, **words}
    table = Table(Birds, key=("id",))
    return Endpoint(table=table, paging=OffsetPaging(10), scope="", description="Birds.", **given)


def counts(days_of: RowsOf) -> Endpoint:
    by_day = ByDay(since="from", until="to", one_by_one=True, fills="day", days_of=days_of)
    table = Table(Counts, key=("day", "flock_id"))
    return Endpoint(
        name="counts", path="/counts", rows="counts", table=table, paging=OnePage(), scope="", description="Sums.",
        per=PER, by_day=by_day,
    )  # fmt: skip


FLOCKS = replace(birds(per=None), name="flocks", path="/flocks", rows="flocks", table=Table(Flocks, key=("id",)))
BIRD = replace(birds(), name="bird", path="/birds/{bird}", rows=None, paging=OnePage(),
               per=OncePerParent(parent="birds", parent_key="id", param="bird", fills="id"))  # fmt: skip


def source(*endpoints: Endpoint) -> Source:
    return Source(
        name="aviary", title="Aviary", base_url="https://aviary.example", key_variable="AVIARY_KEY", key_prefix="",
        problems=(), budget=Budget(10), endpoints=endpoints,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("way", "words", "match"),
    [
        (SINCE, {"overlap_seconds": 0}, "overlap is at least a second"),
        (SINCE, {"whole_every_days": 0}, "at most once a day"),
        (SINCE, {"open_column": "state"}, "which values of 'state' are open"),
        (SINCE, {"open_values": frozenset({"flying"})}, "which values of None are open"),
        (UntilKnown(), {"open_column": "state"}, "which values of 'state' are open"),
        (UntilKnown(), {"alone": "bird"}, "which values of None are open"),
        (KNOWN, {"whole_every_days": 0}, "at most once a day"),
        (BY_DAY, {"one_by_one": True}, "which column gets the day"),
        (BY_DAY, {"fills": "day"}, "which column gets the day"),
        (BY_DAY, {"days_of": RowsOf("birds", "ringed_at")}, "birds changed are read one by one"),
        (BY_DAY, {"settles_after_days": -1}, "cannot be closed before it ends"),
        (BY_DAY, {"history_days": 0}, "at least one day"),
        (PER, {"told_by": "state"}, "either something tells of their change, or nothing does"),
        (PER, {"moved_by": MovedBy("birds", "flock_id")}, "either something tells of their change"),
        (PER, {"final_column": "state", "final_values": frozenset({"gone"})}, "either something tells of their change"),
    ],
)
def test_half_a_word_is_refused_where_it_is_said(way: Any, words: dict[str, Any], match: str) -> None:
    with pytest.raises(DeclarationError, match=match):
        replace(way, **words)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"per": None, "since": SINCE}, "what is read in parts is read for each parent"),
        ({"per": None, "until_known": KNOWN}, "what is read in parts is read for each parent"),
        ({"per": None, "by_day": BY_DAY}, "what is read in parts is read for each parent"),
        ({"by_day": BY_DAY, "since": SINCE}, "either it is read by days, or in another way"),
        ({"by_day": BY_DAY, "until_known": KNOWN}, "either it is read by days, or in another way"),
        ({"by_day": replace(BY_DAY, dated_by="hatched_at")}, "'hatched_at', which dates its rows, must be a column"),
        ({"per": replace(PER, tells_change=True), "until_known": KNOWN}, "whose parent tells nothing of it"),
        ({"per": replace(PER, spare=5)}, "a queue needs an order"),
        ({"optional": True}, "what is read for each parent cannot be optional"),
        ({"named": Named("birds", "bird")}, "one row by itself, of no parent"),
        ({"path": "/birds/{nest}"}, r"nothing fills \['nest'\] of its path"),
        ({"beside": {"total": "total"}}, r"\['total'\] must be columns filled by the walk"),
    ],
)
def test_ways_that_exclude_each_other_or_lead_nowhere_are_refused(words: dict[str, Any], match: str) -> None:
    with pytest.raises(DeclarationError, match=match):
        birds(**words)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"since": replace(SINCE, column="hatched_at")}, r"'birds' has no column \['hatched_at'\]"),
        ({"since": replace(SINCE, open_column="mood", open_values=frozenset({"x"}))}, r"no column \['mood'\]"),
        ({"since": replace(SINCE, moved_by=MovedBy("nests", "id"))}, "'nests', which tells of it, must be declared"),
        ({"since": replace(SINCE, moved_by=MovedBy("flocks", "nest"))}, r"'flocks' has no column \['nest'\]"),
        ({"until_known": replace(KNOWN, open_column="mood")}, r"'birds' has no column \['mood'\]"),
        ({"until_known": UntilKnown(newest_by="hatched_at")}, r"'birds' has no column \['hatched_at'\]"),
        ({"until_known": replace(KNOWN, alone="nest")}, "no endpoint 'nest' shows a row by itself"),
        ({"until_known": replace(KNOWN, alone="flocks")}, "no endpoint 'flocks' shows a row by itself"),
        ({"per": replace(PER, order=("-weight",))}, r"'flocks' has no column \['weight'\]"),
        ({"per": replace(PER, tells_change=True, told_by="mood")}, r"'flocks' has no column \['mood'\]"),
    ],
)
def test_what_a_way_of_reading_names_must_be_there(words: dict[str, Any], match: str) -> None:
    with pytest.raises(DeclarationError, match=match):
        source(FLOCKS, birds(**words))


def test_rows_that_are_asked_for_alone_are_those_of_an_endpoint_of_single_rows() -> None:
    known = replace(KNOWN, alone="bird", alone_tells=frozenset({"state"}))
    assert source(FLOCKS, birds(until_known=known), BIRD).endpoint("birds").is_read_in_parts
    with pytest.raises(DeclarationError, match=r"'bird' has no column \['weight'\]"):
        source(FLOCKS, birds(until_known=replace(known, alone_tells=frozenset({"weight"}))), BIRD)


def test_sums_by_day_name_rows_of_the_same_parent_that_come_before_them() -> None:
    days_of = RowsOf("birds", "ringed_at")
    assert source(FLOCKS, birds(), counts(days_of)).endpoint("counts").day_column == "day"
    with pytest.raises(DeclarationError, match="'birds' must be declared before it, with the same parent"):
        source(FLOCKS, counts(days_of), birds())
    with pytest.raises(DeclarationError, match="'flocks' must be declared before it, with the same parent"):
        source(FLOCKS, counts(RowsOf("flocks", "seen_at")))
    with pytest.raises(DeclarationError, match=r"'birds' has no column \['hatched_at'\]"):
        source(FLOCKS, birds(), counts(RowsOf("birds", "hatched_at")))


def test_a_queue_names_columns_of_its_parent_in_either_direction() -> None:
    queue = replace(PER, order=("-seen_at", "state"), spare=5)
    assert source(FLOCKS, birds(per=queue)).endpoint("birds").per == queue
    assert queue.parent_columns == {"id", "seen_at", "state"}


def test_the_day_of_a_row_is_what_its_list_can_be_asked_by() -> None:
    assert birds().day_column is None
    assert birds(since=SINCE).day_column == "ringed_at"
    assert birds(by_day=replace(BY_DAY, dated_by="ringed_at")).day_column == "ringed_at"


def test_a_place_in_the_path_gets_the_parents_id_and_a_word_of_the_query_does_not() -> None:
    assert BIRD.path_of("7") == "/birds/7"
    assert birds().path_of("7") is None


def test_settings_name_the_rows_that_no_list_shows() -> None:
    alone = replace(BIRD, per=None, named=Named("birds", "bird"))
    assert source(FLOCKS, alone).named == ("birds",)
