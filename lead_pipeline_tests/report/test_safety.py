"""Nothing gets out of the page and nothing gets into it: hostile texts, masked people, no request to anybody."""

from __future__ import annotations

import base64
import gzip
import re
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.report.make import place_of
from lead_pipeline_tests.report.homes import AFTER, BEFORE, asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.report.page import Opened

FORMULA = re.compile(r"\s*[=+\-@\t\r]")


def page_of(warehouse: Warehouse) -> str:
    return place_of(warehouse).read_text(encoding="utf-8")


def told_by(warehouse: Warehouse) -> str:
    """The data of the page, unpacked."""
    found = re.search(r'id="answers" type="text/plain">([^<]*)<', page_of(warehouse))
    assert found is not None
    return gzip.decompress(base64.b64decode(found[1])).decode()


def test_the_policy_lets_the_page_ask_nobody(five: Warehouse) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page_of(five))
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    assert all(re.fullmatch(r"'sha256-[^']+'", source) for source in rules["script-src"].split())
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]


def test_the_page_has_no_handler_and_no_address_in_its_markup(five: Warehouse) -> None:
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page_of(five), flags=re.DOTALL)
    assert not re.search(r"\son\w+\s*=", markup)
    assert not re.search(r"(src|href)=\"(?!#|data:)", markup)


def test_hostile_texts_are_shown_as_texts(attacked: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(attacked)
    assert report.page.title() == "Lead report"
    assert report.page.locator("img, iframe").count() == 0
    assert report.page.locator("script").count() == 3
    shown = report.page.locator("#call-table tbody tr").first.inner_text()
    assert "<img src=x onerror=alert(1)>" in shown
    assert "\u202e" not in report.page.locator("main").inner_text()
    report.choose(keyword=f"{BEFORE}dentist{AFTER}")
    assert report.figure("used") != "–"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formulas_are_harmless_in_what_is_downloaded(
    kind: str, attacked: Warehouse, show: Callable[..., Opened]
) -> None:
    head, *rows = show(attacked).downloaded(kind)
    texts = [value for row in rows for value in row if isinstance(value, str)]
    assert any("HYPERLINK" in text for text in texts)
    if kind == "csv":
        assert not [text for text in texts if FORMULA.match(text)]
        name = rows[0][head.index("business_name")]
        assert name.startswith(f"'{BEFORE}")
    else:  # openpyxl would say that a cell is a formula: its value would be one, its type "f"
        assert {type(value) for row in rows for value in row} <= {str, int, float, type(None)}
        assert rows[0][head.index("business_name")].startswith(BEFORE)


def test_nobody_is_named_unless_a_setting_says_so(five: Warehouse, attacked: Warehouse) -> None:
    people = asked(five, "select decision_maker_name, email, phone from leads")
    known = {text for row in people for text in row if text and len(text) > 3}
    masked, shown = told_by(five), told_by(attacked)
    assert len(known) > 1000
    assert not [text for text in known if f'"{text}"' in masked]
    assert sum(text in shown for text in known) > 1000


def test_the_answers_hold_no_text_that_html_could_read(attacked: Warehouse) -> None:
    assert page_of(attacked).count("owned") == 0
    assert "owned" in told_by(attacked)
