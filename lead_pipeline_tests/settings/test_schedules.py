"""When the pipeline runs by itself: what may be said, and that Dagster takes all that we take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dagster import ScheduleDefinition
from hypothesis import given
from hypothesis import strategies as st

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError
from lead_pipeline.settings import Schedules

CRONS = {
    "LEAD_PIPELINE_SYNC_CRON": "*/15 * * * *",
    "LEAD_PIPELINE_NIGHTLY_CRON": "30 2 * * *",
    "LEAD_PIPELINE_VERIFY_CRON": "30 3 * * 0",
}


def load(**variables: str) -> Schedules:
    return settings.load({"LEAD_PIPELINE_HOME": "/none", **variables}).schedules


def crons(found: Schedules) -> list[str | None]:
    return [found.sync, found.nightly, found.verify]


def test_what_is_not_said_has_a_default() -> None:
    found = load()
    assert crons(found) == list(CRONS.values())
    assert (found.timezone, found.stale_after, found.first_day) == ("UTC", timedelta(hours=3), date(2025, 1, 1))
    assert load(**dict.fromkeys([*CRONS, "LEAD_PIPELINE_TIMEZONE", "LEAD_PIPELINE_FIRST_DAY"], " ")) == found


def test_what_is_said_is_taken() -> None:
    found = load(
        LEAD_PIPELINE_SYNC_CRON=" 0,30  8-18/2 * JAN-jun mon-fri ",
        LEAD_PIPELINE_TIMEZONE="Europe/Berlin",
        LEAD_PIPELINE_STALE_HOURS="0.5",
        LEAD_PIPELINE_FIRST_DAY="2023-06-01",
    )
    assert found.sync == "0,30 8-18/2 * jan-jun mon-fri"
    assert (found.timezone, found.stale_after) == ("Europe/Berlin", timedelta(minutes=30))
    assert found.first_day == date(2023, 6, 1)


@pytest.mark.parametrize("variable", CRONS)
def test_off_switches_one_off(variable: str) -> None:
    for said in ("off", " OFF "):
        found = crons(load(**{variable: said}))
        assert found == [None if name == variable else cron for name, cron in CRONS.items()]


@pytest.mark.parametrize("variable", CRONS)
@pytest.mark.parametrize(
    "said",
    [
        "15",
        "* * * *",
        "* * * * * *",
        "@daily",
        "every hour * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "* * * * monday",
        "mon * * * *",
        "* * * mon *",
        "*/0 * * * *",
        "*/61 * * * *",
        "30-10 * * * *",
        "5-5 * * * *",
        "1-10/30 * * * *",
        "1- * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "1.5 * * * *",
        "*/ * * * *",
        "٣ * * * *",
    ],
)
def test_a_cron_text_that_is_none_names_its_variable_and_the_cure(variable: str, said: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"^{variable} is .*no cron schedule\. Write five fields.*or off\.$"
    ) as caught:
        load(**{variable: said})
    assert repr(said) in str(caught.value)


def fields(least: int, most: int) -> st.SearchStrategy[str]:
    """Anything that a field may hold, and a little more."""
    numbers = st.integers(least - 1, most + 1).map(str)
    ranges = st.tuples(numbers, numbers).map("-".join)
    steps = st.tuples(st.sampled_from(["*"]) | ranges | numbers, st.integers(0, most + 1).map(str)).map("/".join)
    return st.lists(st.just("*") | numbers | ranges | steps, min_size=1, max_size=3).map(",".join)


@given(st.tuples(fields(0, 59), fields(0, 23), fields(1, 27), fields(1, 12), fields(0, 7)).map(" ".join))
def test_dagster_takes_every_cron_text_that_we_take(said: str) -> None:
    """But for days that no month has, like the 31st of February: those it finds by itself."""
    try:
        cron = load(LEAD_PIPELINE_SYNC_CRON=said).sync
    except SettingsError:
        return
    assert cron is not None
    assert ScheduleDefinition(cron_schedule=cron, job_name="sync").cron_schedule == cron


@pytest.mark.parametrize("said", ["Berlin", "CET+1", "../etc/passwd", "/etc/localtime", "Europe", "europe\\berlin"])
def test_a_time_zone_that_is_none_is_told(said: str) -> None:
    with pytest.raises(SettingsError, match=r"^LEAD_PIPELINE_TIMEZONE is .*no time zone\. It is a name of the IANA"):
        load(LEAD_PIPELINE_TIMEZONE=said)


@pytest.mark.parametrize("said", ["0", "-1", "soon", "nan", "8761"])
def test_hours_out_of_bounds_are_told(said: str) -> None:
    with pytest.raises(SettingsError, match=r"^LEAD_PIPELINE_STALE_HOURS is .* It is a number from 0\.25 to 8760\."):
        load(LEAD_PIPELINE_STALE_HOURS=said)


@pytest.mark.parametrize("said", ["2025-13-01", "1.1.2025", "1999-12-31", "9999-12-31", "soon"])
def test_a_first_day_that_is_none_or_not_yet_is_told(said: str) -> None:
    with pytest.raises(SettingsError, match=r"^LEAD_PIPELINE_FIRST_DAY is .* It is a day from 2000-01-01 to today"):
        load(LEAD_PIPELINE_FIRST_DAY=said)


def test_the_first_day_may_be_today() -> None:
    today = datetime.now(UTC).date()
    assert load(LEAD_PIPELINE_FIRST_DAY=str(today)).first_day == today
