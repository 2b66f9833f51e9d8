"""The quick way: which pages may take it, however they are written, and that an odd record costs no other its place."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lead_pipeline.validate.as_declared import BLOCK_BYTES, QuickWay
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.frame import Framer
from lead_pipeline.validate.page_look import MOST_UNKNOWN, PageLook
from lead_pipeline.validate.sifted import SiftedPage, sift
from lead_pipeline_tests.validate.things import THINGS, sort, sort_text, thing, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.validate.as_declared import Whole

QUICK, PAGES = QuickWay(THINGS.wire_columns), PageLook(THINGS.wire_columns)
TRICKY = 'a "name": {"x": 1}, {"y":null},{"size": 7},{ \\" \\\\": \n\t “”'
as_text = functools.partial(json.dumps, separators=(",", ":"), ensure_ascii=False)
SEVERAL = [thing(id=1), thing(id=2, name=TRICKY), thing(id=3, name=None)]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(json.dumps(SEVERAL, separators=(",", ":")), id="close"),
        pytest.param(json.dumps(SEVERAL), id="with blanks"),
        pytest.param(json.dumps(SEVERAL, indent=2), id="over many lines"),
        pytest.param(json.dumps(SEVERAL, indent="\t", ensure_ascii=False), id="with tabs and letters beyond ASCII"),
        pytest.param(json.dumps([dict(reversed(each.items())) for each in SEVERAL]), id="in another order"),
    ],
)
def test_a_page_takes_it_however_it_is_written(written: str) -> None:
    look = PAGES.look(written.encode())
    assert look is not None
    assert (look.records, dict(look.missing)) == (3, {})
    assert sort_text(written).good.to_dicts() == sort(*SEVERAL).good.to_dicts()
    assert sort_text(written).good["name"].to_list() == ["box", TRICKY, None]


def test_a_field_that_is_missing_is_counted() -> None:
    look = PAGES.look(json.dumps([thing(id=1), without("size", id=2), without("size", id=3)]).encode())
    assert look is not None
    assert dict(look.missing) == {"size": 2}


@pytest.mark.parametrize("size", ["4,", '4, "name": "tin",'])
def test_a_field_that_comes_twice_sends_its_record_the_slow_way_where_the_last_counts(size: str) -> None:
    text = json.dumps([thing(id=1, name="box", size=3)])
    twice = text.replace('"size": 3,', f'"size": 3, "size": {size}')
    assert PAGES.look(twice.encode()) is None
    row = sort_text(twice).good.to_dicts()[0]
    assert (row["size"], row["name"]) == (4, "tin" if "tin" in size else "box")


def test_odd_records_keep_their_place_and_send_no_other_the_slow_way() -> None:
    found = [thing(id=number, **({"size": "7"} if number % 3 == 0 else {})) for number in range(1, 11)]
    framer = Framer(THINGS)
    typed = framer.frame([Chunk(json.dumps(found[:5]).encode()), Chunk(json.dumps(found[5:]).encode())])
    assert typed.frame["id"].to_list() == list(range(1, 11))
    assert typed.frame["size"].to_list() == [7 if number % 3 == 0 else 3 for number in range(1, 11)]
    assert typed.frame["_chunk"].to_list() == [0] * 5 + [1] * 5
    assert [each.records for each in typed.drift] == [3]
    assert [json.loads(text)["id"] for text in typed.records([2, 6, 9])] == [3, 7, 10]


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_whole_pages_take_it_at_once_if_each_null_is_written(separators: tuple[str, str]) -> None:
    def page(*found: object) -> bytes:
        return json.dumps(found, separators=separators).encode()

    whole = QUICK.whole([page(*SEVERAL), page(thing(id=4, name='"size":null'))])
    assert whole is not None
    assert (whole.frame["id"].to_list(), whole.counts, +whole.missing) == ([1, 2, 3, 4], [3, 1], {})
    told_in_a_text = page(without("size", id=5), thing(id=6, name='"size":null, "size": null'))
    whole = QUICK.whole([page(*SEVERAL), told_in_a_text])
    assert whole is not None
    assert (whole.frame["id"].to_list(), whole.missing) == ([1, 2, 3, 5, 6], {"size": 1})


@pytest.mark.parametrize("written", ['"size" : null', '"size":\\t null', '"size":  null'])
def test_a_null_that_is_written_in_another_way_is_never_taken_for_a_missing_field(written: str) -> None:
    text = json.dumps([thing(id=1, size=None), without("owner", id=2)]).replace('"size": null', written)
    whole = QUICK.whole([text.replace("\\t", "\t").encode()])
    assert whole is None or whole.missing == {"owner": 1}


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("odd", [{"size": "7"}, {"name": 7}, {"name": {"size": 7}}, {"size": [7]}])
def test_only_records_with_another_type_in_the_column_that_was_refused_are_taken_out(
    odd: dict[str, object], separators: tuple[str, str]
) -> None:
    found = [[thing(id=1, **each), thing(id=2, name=TRICKY), thing(id=3, **each)] for each in ({}, odd, {}, odd)]
    texts = [json.dumps(each, separators=separators).encode() for each in found]
    assert QUICK.whole(texts) is None
    pages = [SiftedPage(text) for text in texts]
    assert sift(pages, QUICK.refused() or "") == 4
    assert [sorted(page.odd) for page in pages] == [[], [0, 2], [], [0, 2]]
    assert sift(pages, QUICK.refused() or "") == 0
    whole = QUICK.whole([page.rows for page in pages])
    assert whole is not None
    assert (whole.frame["id"].to_list(), whole.counts) == ([1, 2, 3, 2, 1, 2, 3, 2], [3, 1, 3, 1])


ODD: list[dict[str, object]] = [
    {"size": "7"},
    {"size": [{"size": 7}, {"size": "7"}]},
    {"size": {"a": 1}, "name": TRICKY},
    {"name": TRICKY},
    {},
]


@settings(max_examples=200, deadline=None)
@given(
    found=st.lists(st.sampled_from(ODD), max_size=6),
    separators=st.sampled_from([(",", ":"), (", ", ": "), (",\n", ":")]),
    has_it_last=st.booleans(),
)
def test_an_odd_record_is_taken_out_whole_wherever_it_stands(
    found: list[dict[str, object]], separators: tuple[str, str], *, has_it_last: bool
) -> None:
    records = [without("size", id=number) | each for number, each in enumerate(found)]
    records = [dict(reversed(each.items())) for each in records] if has_it_last else records
    page = SiftedPage(json.dumps(records, separators=separators).encode())
    odd = [number for number, each in enumerate(records) if isinstance(each.get("size"), str | list | dict)]
    assert sift([page], r'"size": ?[^-0-9n\s]') == len(odd)
    assert {place: json.loads(text) for place, text in page.odd.items()} == {place: records[place] for place in odd}
    assert json.loads(page.rows) == [each for number, each in enumerate(records) if number not in odd]


def test_what_was_odd_in_the_last_pages_is_taken_out_of_the_next_before_they_are_read() -> None:
    class Counting(QuickWay):
        reads = 0

        def whole(self, pages: Sequence[bytes]) -> Whole | None:
            self.reads += 1
            return super().whole(pages)

    def reads(*sizes: object) -> int:
        quick.reads = 0
        pages = [SiftedPage(json.dumps([thing(size=size)]).encode()) for size in sizes]
        whole = quick.sifted(pages)
        assert whole is not None
        assert whole.frame["size"].to_list() == [size for size in sizes if size != "7"]
        return quick.reads

    quick = Counting(THINGS.wire_columns)
    assert [reads(1, "7"), reads("7", 2), reads(3, 4), reads(5, "7")] == [2, 1, 1, 2]


def test_pages_longer_than_a_block_are_read_like_others() -> None:
    long = "x" * BLOCK_BYTES
    found = [[thing(id=1, name=long)], [thing(id=2)], [thing(id=3, name=long), thing(id=4, name=long)], []]
    whole = QUICK.whole([json.dumps(each).encode() for each in found])
    assert whole is not None
    assert (whole.frame["id"].to_list(), whole.counts) == ([1, 2, 3, 4], [1, 1, 2, 0])
    assert whole.frame["name"].to_list() == [long, "box", long, long]


def test_a_null_in_place_of_a_record_is_none() -> None:
    text = f"[{json.dumps(thing())}, null]"
    assert QUICK.whole([text.encode()]) is None
    done = sort_text(text)
    assert (done.good.height, done.aside["reasons"].to_list()) == (1, [["record: not a readable object"]])


def test_unknown_fields_are_learned_and_kept_in_the_records_that_have_them() -> None:
    found = [thing(id=1, new={"b": 1, "a": None}), thing(id=2), thing(id=3, **{"other ß": 1.0})]
    pages = PageLook(THINGS.wire_columns)
    look = pages.look(json.dumps(found).encode())
    assert look is not None
    assert look.unknown == {0: {"new": {"b": 1, "a": None}}, 2: {"other ß": 1.0}}
    assert sort(*found).good["_extra"].to_list() == ['{"new":{"a":null,"b":1}}', None, '{"other ß":1.0}']


@pytest.mark.parametrize(
    "name", ['a "new" one', "back\\slash", "line\nbreak", "", "`", "a` - at", "ß\u2028\x7f", "__init__"]
)
def test_whatever_an_unknown_field_is_called_it_is_kept(name: str) -> None:
    found = [thing(id=1), thing(id=2, **{name: 7}), thing(id=3, **{name: None})]
    assert sort(*found).good["_extra"].to_list() == [None, as_text({name: 7}), as_text({name: None})]


def test_a_field_that_repeats_what_the_walk_fills_in_is_never_learned() -> None:
    page = json.dumps([thing(shelfId=7)]).encode()
    assert PageLook(THINGS.wire_columns, {"shelfId"}).look(page) is None
    assert PageLook(THINGS.wire_columns).look(page) is not None


@pytest.mark.parametrize("new", ['"new": 1, "new": 2', '"new": {"a": 1, "a": 2}'])
def test_an_unknown_field_that_comes_twice_sends_its_record_the_slow_way(new: str) -> None:
    text = json.dumps([thing(id=1, size=3)]).replace('"size": 3', f'"size": 3, {new}')
    assert PageLook(THINGS.wire_columns).look(text.encode()) is None
    assert json.loads(sort_text(text).good["_extra"][0])["new"] in (2, {"a": 2})


def test_a_record_with_more_unknown_fields_than_are_learned_takes_the_slow_way() -> None:
    many = thing(**{f"new{number}": number for number in range(MOST_UNKNOWN + 1)})
    assert PageLook(THINGS.wire_columns).look(json.dumps([many]).encode()) is None
    assert len(json.loads(sort(many).good["_extra"][0])) == MOST_UNKNOWN + 1


def test_two_columns_with_other_types_keep_every_row_in_its_place() -> None:
    odd: tuple[dict[str, object], ...] = ({}, {"size": "7"}, {}, {"name": 7}, {"size": "7", "name": 7})
    pages = [
        [thing(id=10 * place + number, **(each if number % 2 else {})) for number in range(4)]
        for place, each in enumerate(odd, 1)
    ]
    typed = Framer(THINGS).frame([Chunk(json.dumps(page).encode()) for page in pages])
    assert typed.frame["id"].to_list() == [row["id"] for page in pages for row in page]
    assert typed.frame["_chunk"].to_list() == [place for place in range(5) for _ in range(4)]
