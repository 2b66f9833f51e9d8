"""The fast way and the slow way give the same rows for the same records, whatever the records hold.

A table that keeps JSON takes the slow way with every record, so records are sorted twice here: as things, and as things
that have such a column.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from lead_pipeline.spec.table import Table, camel_case, column
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.page_look import PageLook
from lead_pipeline.validate.rules import Sorter
from lead_pipeline_tests.validate.things import THINGS, USUAL, Things, sort, sort_text, thing

if TYPE_CHECKING:
    from lead_pipeline.validate.rules import Sorted


class ThingsWithNotes(Things):
    """Things that have some JSON too; no record here has any."""

    notes: str = column("Whatever.", null=True, json=True, may_lack=True)


WITH_NOTES = Table(ThingsWithNotes, key=("id",), wire_name=camel_case)
SLOW = Sorter(WITH_NOTES, "shop/ann things with notes")

EDGES = st.sampled_from(
    [2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, 2**63, 0.0, -0.0, 3.0, 1e300, 1e-320, "", "3", "3.0", "TRUE", "ß",
     "2026-01-01T00:00:00Z", "2026-01-01T00:00:60Z", "2026-1-1T0:0:0Z", "0000-01-01T00:00:00Z", "1711110100123"]
)  # fmt: skip
WHOLES, NUMBERS, TEXTS = (
    st.integers(-(2**65), 2**65),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)
MOMENTS = st.datetimes().map(lambda moment: moment.isoformat() + "Z")
VALUES = st.none() | st.booleans() | WHOLES | NUMBERS | TEXTS | EDGES | MOMENTS | st.just([]) | st.just({})
# Values of the declared JSON types, so that many a page goes the fast way; and one field in a few left out.
USUAL_VALUES = {
    "id": st.integers(1, 5),
    "name": TEXTS,
    "size": WHOLES | EDGES.filter(lambda value: type(value) is int),
    "rating": NUMBERS | WHOLES | EDGES.filter(lambda value: type(value) in {int, float}),
    "isOpen": st.booleans(),
    "madeAt": TEXTS | MOMENTS | EDGES.filter(lambda v: type(v) is str),
    "state": st.sampled_from(["NEW", "old", "gone"]) | TEXTS,
    "colour": st.sampled_from(["red", "green"]) | TEXTS,
    "owner": TEXTS,
}
UNKNOWN = {"new": VALUES, 'a `new` "one"': st.lists(VALUES | st.dictionaries(TEXTS, VALUES), max_size=2)}


def records(values: dict[str, st.SearchStrategy[object]]) -> st.SearchStrategy[list[dict[str, object]]]:
    fields = {name: st.none() | value for name, value in values.items()}
    # Fewer than ten are never a changed API.
    return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=8)


def told(done: Sorted) -> tuple[object, ...]:
    aside = [(row["record"], row["reasons"], row["shelf_id"]) for row in done.aside.to_dicts()]
    drift = {(each.kind, each.field, each.detail): each.records for each in done.drift}
    good = [{name: value for name, value in row.items() if name != "notes"} for row in done.good.to_dicts()]
    return [repr(row) for row in good], aside, done.seen.to_dicts(), drift


def sort_slowly(text: str) -> Sorted:
    return SLOW.sort([Chunk(text.encode(), {"shelf_id": 7})])


@settings(max_examples=200, deadline=None)
@given(
    found=records(USUAL_VALUES) | records(USUAL_VALUES | UNKNOWN) | records(dict.fromkeys(USUAL, VALUES) | UNKNOWN),
    separators=st.sampled_from([(",", ":"), (", ", ": ")]),
)
def test_both_ways_give_the_same(found: list[dict[str, object]], separators: tuple[str, str]) -> None:
    text = json.dumps(found, separators=separators)
    assert told(sort_text(text)) == told(sort_slowly(text))


@settings(max_examples=50, deadline=None)
@given(found=records(dict.fromkeys(USUAL, VALUES)))
def test_every_record_lands_or_is_set_aside_or_was_read_again_later(found: list[dict[str, object]]) -> None:
    done = sort(*found)
    kept = done.good.height + done.aside.height
    assert done.good["id"].null_count() == 0
    assert kept == len(set(done.good["id"].to_list()) | set(done.aside["key"].to_list()))
    assert done.seen.filter(done.seen["id"].is_not_null()).height == done.seen["id"].drop_nulls().n_unique()
    keyless = done.aside["key"].str.starts_with("record ").sum()
    assert kept == done.seen["id"].drop_nulls().n_unique() + keyless


def test_only_one_of_them_does_take_the_fast_way() -> None:
    page = json.dumps([thing(), {}, thing(new=True)]).encode()
    assert PageLook(THINGS.wire_columns).look(page) is not None
    assert PageLook(WITH_NOTES.wire_columns).look(page) is None
