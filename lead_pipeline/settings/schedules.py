"""When the pipeline runs by itself, and when what it holds counts as old.

Dagster has the last word on a schedule; here a slip of the pen is found early, and told with its variable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lead_pipeline.errors import SettingsError
from lead_pipeline.settings.values import number

if TYPE_CHECKING:
    from collections.abc import Mapping

_OFF = "off"
_EARLIEST = date(2000, 1, 1)  # a partition a day: older ones would only make the UI slow
_ONE = re.compile(r"(?:\*|(?P<first>[0-9]{1,2})(?:-(?P<last>[0-9]{1,2}))?)(?:/(?P<step>[0-9]{1,2}))?")
_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NAMES = {name: str(place) for names, start in ((_MONTHS, 1), (_DAYS, 0)) for place, name in enumerate(names, start)}


@dataclass(frozen=True)
class Schedules:
    """Cron texts in that time zone, None where switched off; `first_day` is the first that partitions begin with."""

    sync: str | None
    nightly: str | None
    verify: str | None
    timezone: str
    stale_after: timedelta
    first_day: date


def read_schedules(env: Mapping[str, str]) -> Schedules:
    """The schedules that are set."""
    return Schedules(
        sync=_cron(env, "LEAD_PIPELINE_SYNC_CRON", "*/15 * * * *"),
        nightly=_cron(env, "LEAD_PIPELINE_NIGHTLY_CRON", "30 2 * * *"),
        verify=_cron(env, "LEAD_PIPELINE_VERIFY_CRON", "30 3 * * 0"),
        timezone=_timezone(env, "LEAD_PIPELINE_TIMEZONE", "UTC"),
        stale_after=timedelta(hours=number(env, "LEAD_PIPELINE_STALE_HOURS", 3, 0.25, 8760)),
        first_day=_day(env, "LEAD_PIPELINE_FIRST_DAY", date(2025, 1, 1)),
    )


def _cron(env: Mapping[str, str], variable: str, default: str) -> str | None:
    said = " ".join((env.get(variable, "").strip() or default).lower().split())
    if said == _OFF:
        return None
    fields = said.split(" ")
    if len(fields) != len(_FIELDS) or not all(map(_is_field, fields, range(len(_FIELDS)))):
        cure = (
            "Write five fields: minute, hour, day of the month, month, day of the week, like '*/15 * * * *' or "
            "'30 2 * * mon-fri'; or off."
        )
        raise SettingsError(f"{variable} is {said!r}, which is no cron schedule.", cure=cure)
    return said


def _is_field(text: str, place: int) -> bool:
    """Numbers, ranges and steps within the bounds; names in the fields that have them."""
    least, most = _FIELDS[place]
    names = {3: _MONTHS, 4: _DAYS}.get(place, ())
    as_numbers = re.sub(r"[a-z]+", lambda word: _NAMES[word[0]] if word[0] in names else "?", text)
    for one in as_numbers.split(","):
        found = _ONE.fullmatch(one)
        if found is None:
            return False
        first, last = int(found["first"] or least), int(found["last"] or most)
        if not least <= first <= last <= most or (found["last"] and first == last):
            return False
        # Dagster would start more often than a step beyond the range says.
        if not 1 <= int(found["step"] or 1) <= last:
            return False
    return True


def _timezone(env: Mapping[str, str], variable: str, default: str) -> str:
    said = env.get(variable, "").strip() or default
    try:
        return ZoneInfo(said).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        cure = "It is a name of the IANA time zones, like UTC, Europe/Berlin or America/New_York."
        raise SettingsError(f"{variable} is {said!r}, which is no time zone.", cure=cure) from error


def _day(env: Mapping[str, str], variable: str, default: date) -> date:
    said = env.get(variable, "").strip()
    try:
        day = date.fromisoformat(said) if said else default
    except ValueError:
        day = date.max
    if not _EARLIEST <= day <= datetime.now(UTC).date():
        raise SettingsError(f"{variable} is {said!r}.", cure=f"It is a day from {_EARLIEST} to today, like {default}.")
    return day
