"""All journeys of a sandbox, drawn when first asked for, and the truth of who is who.

A sandbox that is only asked for FlowMaticX's rows never draws them. Single journeys are in fates.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, TypeAlias, cast

from lead_pipeline.sandbox.clock import Clock
from lead_pipeline.sandbox.flowmaticx.edits import Edits
from lead_pipeline.sandbox.flowmaticx.lead_kinds import ALL_KINDS
from lead_pipeline.sandbox.flowmaticx.shelves import LeadShelf
from lead_pipeline.sandbox.flowmaticx.world import World
from lead_pipeline.sandbox.journeys.fates import DAY, HOUR, Deal, Journey, Submission, travel
from lead_pipeline.sandbox.journeys.people import cast_people

if TYPE_CHECKING:
    from threading import RLock

    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.options import SandboxOptions

LONGEST_THOUGHT = 10 * DAY
"""So long after they were found people come to a form, at the latest."""
STILL_TO_COME = 6
"""So long, as a part of the history, people from elsewhere come in after the start too."""
FIRM = ("businessName", "email", "phone", "domain", "city")
"""What is equal in two leads of one firm."""


Twins: TypeAlias = dict[tuple[object, ...], list[object]]


class Journeys:
    """The people of a sandbox."""

    def __init__(self, options: SandboxOptions, clock: Clock, lock: RLock) -> None:
        self._options = options
        self._clock = clock
        self._lock = lock

    @cached_property
    def _shelf(self) -> LeadShelf:
        # A world of their own, as it was at the start: people stay who they are, whatever a test does to the leads.
        world = World(self._options, Clock(datetime.fromtimestamp(self._clock.start, UTC)))
        return LeadShelf(world, Edits(world, self._lock), ALL_KINDS)

    @cached_property
    def all(self) -> tuple[Journey, ...]:
        """Draw them, all at once."""
        seed, start, shelf = self._options.seed, self._clock.start, self._shelf
        total = shelf.count()
        spread = min(self._options.size, total)
        # Evenly over the list: all jobs, all countries, all times.
        leads = [shelf.rows(1, place * total // spread)[0] for place in range(spread)]
        Random(f"leads {seed}").shuffle(leads)
        drawn = []
        for person in cast_people(seed, leads, self._options.size):
            dice = Random(f"coming {seed} {person.number}")
            if person.like is None:
                came = start + dice.randrange(
                    -self._options.history_days * DAY, self._options.history_days * DAY // STILL_TO_COME
                )
            else:
                found = int(datetime.fromisoformat(cast("str", person.like["createdAt"])).timestamp())
                came = found + dice.randrange(HOUR, LONGEST_THOUGHT)
            drawn.append(travel(seed, person, came))
        return tuple(drawn)

    def submissions(self) -> list[Submission]:
        """Give all forms that reach LeadConduit, once their time has come."""
        return [submission for journey in self.all for submission in journey.submissions]

    def deals(self) -> list[Deal]:
        """Give all people that FlowEstate gets, once their time has come."""
        return [journey.deal for journey in self.all if journey.deal is not None]

    def truth(self) -> list[Row]:
        """Say who is who, by now: which rows of the three systems are of one firm, and which only look so."""
        now, twins = self._clock.whole(), self._twins()
        return [told(journey, now, twins) for journey in self.all if journey.begins_at <= now]

    def _twins(self) -> Twins:
        """Give the ids of all leads by firm: one firm is found by several jobs."""
        twins: Twins = {}
        for row in self._shelf.rows(self._shelf.count(), 0):
            twins.setdefault(firm_of(row), []).append(row["id"])
        return twins


def firm_of(lead: Row) -> tuple[object, ...]:
    """Tell one firm from another."""
    return tuple(lead[name] for name in FIRM)


def told(journey: Journey, now: int, twins: Twins) -> Row:
    """Tell one person's journey as far as it has come."""
    person = journey.person
    alike = [] if person.like is None else twins[firm_of(person.like)]
    forms = [one for one in journey.submissions if one.steps[0].at <= now]
    deal = journey.deal if journey.deal is not None and journey.deal.steps[0].at <= now else None
    return {
        "person": person.number,
        "likeness": person.likeness,
        "is_match": person.is_of_the_firm,
        "flowmaticx_lead_ids": alike if person.is_of_the_firm else [],
        "not_flowmaticx_lead_ids": [] if person.is_of_the_firm else alike,
        "leadconduit_lead_ids": [one.lead_id for one in forms],
        "leadconduit_duplicate_ids": [one.lead_id for one in forms if one.repeats is not None],
        "flowestate_lead_id": None if deal is None else deal.lead_id,
        "handed_on_lead_id": None if deal is None else deal.handed_on,
    }
