"""Everyone can use the page: by keyboard, with a screen reader, on a phone, in the dark, on paper; and with no data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lead_pipeline.report.make import make_report
from lead_pipeline_tests.report.conftest import HOURS
from lead_pipeline_tests.report.homes import copied
from lead_pipeline_tests.report.page import MILLISECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.report.page import Opened

WAYS = [(False, False), (True, False), (False, True)]


@pytest.mark.parametrize(("dark", "phone"), WAYS, ids=["light", "dark", "phone"])
def test_a_checker_of_accessibility_finds_nothing(
    dark: bool, phone: bool, five: Warehouse, show: Callable[..., Opened], tmp_path: Path
) -> None:
    report = show(five, dark=dark, phone=phone)
    for details in report.page.locator("details").all():
        details.evaluate("details => { details.open = true; }")
    found = Axe().run(report.page)
    report.page.screenshot(path=tmp_path / "whole.png", full_page=True)
    assert found.violations_count == 0, found.generate_report()


def test_a_checker_finds_nothing_on_an_empty_page_or_a_red_one(
    five: Warehouse, nothing: Warehouse, show: Callable[..., Opened], tmp_path: Path
) -> None:
    red = copied(five, tmp_path / "red", "update published_endpoints set lists_unproven = 3")
    make_report(red, personal=False, stale_after=HOURS)
    for warehouse in (nothing, red):
        found = Axe().run(show(warehouse).page)
        assert found.violations_count == 0, found.generate_report()


def test_the_page_is_no_wider_than_a_phone(five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five, phone=True)
    assert report.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_term_is_explained_by_keyboard_until_escape(five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five)
    report.page.locator("#figure-left .term").focus()
    hint = report.page.locator("#tip")
    expect(hint).to_be_visible()
    expect(hint).to_have_text(report.page.locator("#word-balance").text_content() or "no such word")
    report.page.keyboard.press("Escape")
    expect(hint).to_be_hidden()


def test_every_term_on_the_page_is_explained(five: Warehouse, show: Callable[..., Opened]) -> None:
    unknown = (
        show(five)
        .page.locator(".term")
        .evaluate_all(
            "terms => terms.filter(term => "
            "!document.getElementById(term.getAttribute('aria-describedby'))?.textContent)"
            ".map(term => term.textContent)"
        )
    )
    assert unknown == []


def test_on_paper_there_are_charts_and_no_buttons(five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five, dark=True)
    report.page.emulate_media(media="print")
    assert report.page.locator("#panel-burn svg").is_visible()
    assert not report.page.locator(".filters").is_visible()
    assert len(report.page.pdf()) > 50_000


def test_in_the_dark_charts_are_drawn_anew(five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five)
    bar = report.page.locator("#panel-scores .role-mark path").first
    light = bar.evaluate("mark => getComputedStyle(mark).fill")
    report.page.emulate_media(color_scheme="dark")
    expect(bar).not_to_have_css("fill", light, timeout=MILLISECONDS)
    report.settle()


def test_with_no_data_each_part_says_what_to_do(nothing: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(nothing)
    said = report.page.locator(".empty:visible").all_inner_texts()
    assert len(said) > 15
    assert any("lead-pipeline sync" in text for text in said)
    assert "accounts.toml" in report.page.locator("#across").inner_text()


def test_where_someone_must_act_the_page_says_what_to_run(
    five: Warehouse, show: Callable[..., Opened], tmp_path: Path
) -> None:
    red = copied(
        five,
        tmp_path / "red",
        "update published_endpoints set lists_unproven = 2 where endpoint = 'leads'",
        "update published set synced_at = now() - interval 2 days",
        "insert into published_set_aside "
        "values ('flowmaticx', 'default', 'leads', 'email: is no text', 7, now(), now())",
    )
    make_report(red, personal=False, stale_after=HOURS)
    report = show(red)
    assert "2 to act on, 1 to look at" in report.page.locator("#banner").inner_text()
    items = report.page.locator("#attention li").all_inner_texts()
    assert "2 days ago" in items[0]
    assert "Act: flowmaticx/default: 2 lists are not proven" in items[1]
    assert "lead-pipeline sync --system flowmaticx --account default" in items[1]
    assert "lead-pipeline quarantine list" in items[2]
    assert report.rows("set-aside")[0][2:] == ["email: is no text", "7"]
