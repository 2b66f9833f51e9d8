"""How rows look on the wire, about a kilobyte a lead: rendered once with holes, into which only the id and the time go.

The fields are those of the vendor's documentation. One lead in a hundred breaks a rule, if so wanted.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bench.server.account import NOT_CHARGED, charged_below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.server.account import Account

TEMPLATES = 4_000
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
SECONDS_A_LEAD = 15
WORDS = [
    "plumber",
    "florist",
    "bakery",
    "dentist",
    "joiner",
    "roofing",
    "gallery",
    "harbour",
    "winter",
    "copper",
    "lantern",
    "meadow",
    "orchard",
    "garden",
    "clinic",
    "studio",
    "bridge",
    "corner",
    "family",
    "quality",
    "modern",
    "honest",
    "trusted",
    "regional",
    "award",
    "booking",
    "online",
    "weekend",
]
CITIES = (("Lyon", "69001", "FR"), ("Graz", "8010", "AT"), ("Leeds", "LS1 4AP", "GB"), ("Gdańsk", "80-001", "PL"))
BAD = ({"rating": 7.5}, {"emailStatus": "BOUNCED"}, {"reviewsCount": -4}, {"isBillable": "perhaps"})
_ID, _AT = "\x00id\x00", "\x00at\x00"


class Rows:
    """Renders rows. `bad` says whether one lead in a hundred breaks a rule."""

    def __init__(self, account: Account, *, bad: bool) -> None:
        self._account = account
        dice = random.Random(7)  # noqa: S311 - the same rows each time
        self._templates = [_template(number, dice, bad=bad) for number in range(TEMPLATES)]

    def leads(self, ids: Iterable[int]) -> list[bytes]:
        """Each of these leads."""
        templates = self._templates
        return [templates[lead % TEMPLATES] % (lead, lead, lead, lead, *when(lead * SECONDS_A_LEAD)) for lead in ids]

    def jobs(self, ids: range) -> bytes:
        """These jobs, the same way; each is over, and FAILED if it found nothing."""
        return b",".join([self._job(job) for job in ids])

    def credits(self) -> bytes:
        """The balance, which agrees with what the jobs have cost."""
        used = 2 * charged_below(self._account.leads + 1)
        row = {
            "planId": "AGENCY",
            "creditsTotal": 100_000_000,
            "creditsUsed": used,
            "creditsRemaining": 100_000_000 - used,
            "currentPeriodStart": "2025-11-01T00:00:00Z",
            "currentPeriodEnd": "2025-11-30T23:59:59Z",
            "status": "ACTIVE",
        }
        return json.dumps(row).encode()

    def _job(self, job: int) -> bytes:
        leads = self._account.leads_of(job)
        begin, end = leads.start * SECONDS_A_LEAD - SECONDS_A_LEAD, leads.stop * SECONDS_A_LEAD
        found = len(leads)
        row = {
            "id": job,
            "workflowType": "GOOGLE_MAPS",
            "keyword": WORDS[job % len(WORDS)],
            "location": ", ".join((CITIES[job % len(CITIES)][0], CITIES[job % len(CITIES)][2])),
            "requestedLeads": found + 10,
            "foundLeads": found,
            "processedLeads": found,
            "creditsUsed": 2 * (charged_below(leads.stop) - charged_below(leads.start)),
            "status": "COMPLETED" if found else "FAILED",
            "progress": 100,
            "createdAt": (b"%bT%bZ" % when(begin)).decode(),
            "startedAt": (b"%bT%bZ" % when(begin + 1)).decode(),
            "finishedAt": (b"%bT%bZ" % when(end)).decode(),
        }
        return json.dumps(row, separators=(",", ":")).encode()


def when(seconds: int) -> tuple[bytes, bytes]:
    """Day and time of day, so many seconds after the first."""
    days, rest = divmod(seconds, 86_400)
    return _day(days), _TIMES[rest]


@lru_cache(maxsize=4096)
def _day(days: int) -> bytes:
    return (BEGIN + timedelta(days=days)).date().isoformat().encode()


_TIMES = [b"%02d:%02d:%02d" % (at // 3600, at // 60 % 60, at % 60) for at in range(86_400)]


def _template(number: int, dice: random.Random, *, bad: bool) -> bytes:
    """One lead with holes for its id, thrice more where text should differ from lead to lead, and for its time."""
    city, postal_code, country = dice.choice(CITIES)
    keyword = dice.choice(WORDS)
    has_email = dice.random() < 0.9  # noqa: PLR2004 - most have one
    row: dict[str, Any] = {
        "id": _ID,
        "businessName": f"{_say(dice, 3).title()} {_ID}",
        "category": keyword.title(),
        "email": f"office{_ID}@{dice.choice(WORDS)}.example" if has_email else None,
        "emailStatus": dice.choice(("VALID", "VALID", "RISKY", "INVALID")) if has_email else None,
        "decisionMakerName": _say(dice, 2).title(),
        "decisionMakerRole": dice.choice(("Owner", "Director", "Partner", None)),
        "phone": f"+4930{dice.randrange(10**7):07}",
        "website": f"{dice.choice(WORDS)}{_ID}.example",
        "domain": None,
        "address": f"{dice.randrange(1, 200)} {_say(dice, 2).title()}",
        "city": city,
        "postalCode": postal_code,
        "country": country,
        "rating": dice.choice((None, 3.5, 3.9, 4.2, 4.8)),
        "reviewsCount": dice.randrange(900),
        "icebreaker": _say(dice, 12),
        "emailSubject": _say(dice, 5),
        "emailBody": _say(dice, 30),
        "aiInsight": _say(dice, 10),
        "keyword": keyword,
        "isBillable": number % 10 != NOT_CHARGED,
        "createdAt": _AT,
    }
    if not has_email:  # a hole too few would not take its number
        row["domain"] = f"{keyword}{_ID}.example"
    if bad and number % 100 == 57:  # noqa: PLR2004 - one in a hundred, and never one that was not charged
        row |= BAD[number // 100 % len(BAD)]
    text = json.dumps(row, separators=(",", ":"), ensure_ascii=False).replace("%", "%%")
    shown = json.dumps(_ID), json.dumps(_ID)[1:-1], json.dumps(_AT)[1:-1]
    return text.replace(shown[0], "%d").replace(shown[1], "%d").replace(shown[2], "%bT%bZ").encode()


def _say(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words))
