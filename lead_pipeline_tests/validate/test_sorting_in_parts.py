"""Parts that are sorted one after the other come to the same as all of it sorted at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lead_pipeline.validate.sorting import share_keys, together
from lead_pipeline_tests.validate.things import THINGS, sort, thing

if TYPE_CHECKING:
    from lead_pipeline.validate.sorting import Sorted

# Few keys, so that many come twice; good ones, some that break a rule, some that no one can read.
RECORDS = st.builds(
    thing,
    id=st.integers(1, 4) | st.just("none"),
    name=st.sampled_from(["a", "b"]),
    owner=st.sampled_from(["Ann", None]),
    size=st.sampled_from([1, "2", "much"]),
)


def told(done: Sorted) -> tuple[Any, ...]:
    """What is in it; the order is nobody's business once each key is there once."""
    drift = {(each.kind, each.field, each.detail): each.records for each in done.drift}
    return *(sorted(map(repr, frame.to_dicts())) for frame in (done.good, done.aside, done.seen.unique())), drift


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(RECORDS, max_size=4), min_size=1, max_size=4))
def test_parts_come_to_the_same_as_the_whole(parts: list[list[dict[str, Any]]]) -> None:
    whole = sort(*(record for part in parts for record in part))
    assert told(together([sort(*part) for part in parts], THINGS.key)) == told(whole)


def test_a_key_that_comes_twice_is_told() -> None:
    one, two, again = sort(thing(id=1)), sort(thing(id=2, owner=None)), sort(thing(id=1, owner=None))
    assert not share_keys([one, two], THINGS.key)
    assert share_keys([one, two, again], THINGS.key)
    assert not share_keys([one, again], ())
