"""When the API itself has changed, a reading is refused whole, and what is held stays: no record is set aside for it.

A few records may lack a field by chance; ten do not.
"""

from __future__ import annotations

import pytest

from lead_pipeline.errors import ShapeChanged
from lead_pipeline_tests.validate.things import sort, thing, without


@pytest.mark.parametrize(
    ("records", "missing"),
    [
        pytest.param([without("owner", id=n) for n in range(1, 11)], ["owner"], id="gone"),
        pytest.param([thing(id=f"thing-{n}") for n in range(10)], ["id"], id="another-type"),
        pytest.param([thing(id=n, owner={"name": "Ann"}) for n in range(1, 11)], ["owner"], id="an-object-now"),
        pytest.param([*(without("owner", id=n) for n in range(1, 10)), thing(owner=[])], ["owner"], id="gone-or-other"),
        pytest.param([*(without("owner", id=n) for n in range(1, 10)), None], ["owner"], id="one-no-object"),
        pytest.param(["text"] * 10, ["id", "owner"], id="no-objects"),
    ],
)
def test_a_required_column_that_no_record_has_is_a_changed_api(records: list[object], missing: list[str]) -> None:
    with pytest.raises(ShapeChanged, match="shop/ann things: none of 10 records has a readable") as caught:
        sort(*records)
    assert caught.value.facts["missing"] == missing


def test_the_error_tells_what_is_there_instead() -> None:
    with pytest.raises(ShapeChanged, match="Fields that are new: keeper") as caught:
        sort(*(without("owner", id=number, keeper="Ann") for number in range(1, 12)))
    assert caught.value.facts["new"] == ["keeper"]


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([without("owner", id=n) for n in range(1, 10)], id="few"),
        pytest.param([*(without("owner", id=n) for n in range(1, 11)), thing(id=11)], id="one-has-it"),
        pytest.param([thing(id=n, owner=None) for n in range(1, 11)], id="empty-is-not-gone"),
        pytest.param([without("name", id=n) for n in range(1, 11)], id="may-be-empty"),
    ],
)
def test_anything_less_is_sorted_record_by_record(records: list[object]) -> None:
    done = sort(*records)
    assert done.good.height + done.aside.height == len(records)
