"""What becomes of a person: where they come in, what LeadConduit does with them, and how far FlowEstate gets.

Moments and outcomes only, drawn once; a moment may lie in the future and come when the clock gets there. How the two
systems show them is in their folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING, Literal, cast

from lead_pipeline.sandbox.journeys.forms import fill_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.sandbox.journeys.people import Person

Flow = Literal["partners", "property", "newsletter"]
EventType = Literal["received", "enhanced", "accepted", "rejected", "delivered", "failed", "converted"]
Stage = Literal["new", "contacted", "qualified", "proposal", "negotiation", "won", "lost"]
STAGES: tuple[Stage, ...] = ("new", "contacted", "qualified", "proposal", "negotiation", "won")

HOUR, DAY = 3600, 86_400
EVERY = 7 * DAY
"""So far apart are the imports of what FlowMaticX has found."""
FLOWS: tuple[Flow, ...] = ("property", "property", "property", "partners", "partners", "newsletter")
TO_LEADCONDUIT = 0.78
REJECTED, FAILED, UNDELIVERED = 0.14, 0.06, 0.05
CONVERTED_BY_PARTNERS = 0.2
COMES_AGAIN = 0.09
LOST_ON_THE_WAY = 0.04
"""Delivered, as LeadConduit says, and yet never seen in FlowEstate."""
TELLS_LEADCONDUIT_ID, TELLS_LEAD = 0.6, 0.25
"""How many of what is handed on name the row they come from."""
GETS_FURTHER, GIVEN_UP = 0.74, 0.55
UNKNOWN_PROMISE = 0.5
"""Of people from elsewhere nothing is known: they do as well as the rest on average."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to somebody at a moment."""

    at: int
    what: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that reached LeadConduit."""

    lead_id: str
    person: Person
    flow: Flow
    form: dict[str, str]
    steps: tuple[Step, ...]
    """Events, oldest first."""
    repeats: str | None = None
    """The lead that it is a duplicate of."""


@dataclass(frozen=True, slots=True)
class Deal:
    """Somebody in FlowEstate."""

    lead_id: str
    person: Person
    form: dict[str, str]
    handed_on: str | None
    """The LeadConduit lead that it was made from."""
    steps: tuple[Step, ...]
    """Stages, oldest first."""


@dataclass(frozen=True, slots=True)
class Journey:
    """All that becomes of one person."""

    person: Person
    submissions: tuple[Submission, ...]
    deal: Deal | None

    @property
    def begins_at(self) -> int:
        """The moment from which one of the systems knows them."""
        return min(one.steps[0].at for one in (*self.submissions, self.deal) if one is not None)


def opaque(kind: str, *what: object) -> str:
    """Make an identifier that says nothing but its kind."""
    return f"{kind}_{blake2b(repr(what).encode(), digest_size=6).hexdigest()}"


def travel(seed: int, person: Person, came: int) -> Journey:
    """Draw what becomes of a person who comes at a moment."""
    dice = Random(f"journey {seed} {person.number}")
    form = fill_in(person, dice)
    if dice.random() >= TO_LEADCONDUIT:
        came = next_import(came) if person.is_of_the_firm else came
        deal_id = opaque("lead", seed, person.number, "walked in")
        return Journey(person, (), Deal(deal_id, person, form, None, tuple(climb(came, dice, promise(person)))))
    flow = dice.choice(FLOWS)
    first = opaque("lead", seed, person.number)
    if person.is_of_the_firm and dice.random() < TELLS_LEAD:
        form["flowmaticx_lead_id"] = str(cast("dict[str, object]", person.like)["id"])
        came = next_import(came)
    steps = list(process(came, dice, promise(person)))
    deal, delivered = None, steps[-1]
    if delivered.what == "delivered":
        if flow == "property" and dice.random() >= LOST_ON_THE_WAY:
            stages = tuple(climb(delivered.at + dice.randrange(1, 90), dice, promise(person)))
            told = first if dice.random() < TELLS_LEADCONDUIT_ID else None
            passed_on = form if told is None else {**form, "leadconduit_lead_id": told}
            deal = Deal(opaque("lead", seed, person.number, "handed on"), person, passed_on, first, stages)
            if stages[-1].what == "won":
                steps.append(Step(stages[-1].at + HOUR, "converted"))
        elif flow == "partners" and dice.random() < CONVERTED_BY_PARTNERS:
            steps.append(Step(delivered.at + dice.randrange(DAY, 20 * DAY), "converted"))
    submissions = [Submission(first, person, flow, form, tuple(steps))]
    if dice.random() < COMES_AGAIN:
        again = came + dice.randrange(HOUR, 30 * DAY)
        refused = (Step(again, "received"), Step(again + 1, "rejected"))
        again_id = opaque("lead", seed, person.number, "again")
        submissions.append(Submission(again_id, person, flow, fill_in(person, dice), refused, first))
    return Journey(person, tuple(submissions), deal)


def next_import(at: int) -> int:
    """Give the moment when all that was found by then is handed on: these rows share their time to the second."""
    return (at // EVERY + 1) * EVERY


def promise(person: Person) -> float:
    """Tell how promising somebody is, from 0 to 1: the more is right about their firm, the more."""
    if person.like is None or not person.is_of_the_firm:
        return UNKNOWN_PROMISE
    firm = person.like
    signs = (
        firm["emailStatus"] == "VALID",
        firm["emailStatus"] != "INVALID",
        firm["phone"] is not None,
        firm["decisionMakerName"] is not None,
        cast("float", firm["rating"] or 0) >= 4,  # noqa: PLR2004 - of five stars
        cast("int", firm["reviewsCount"] or 0) >= 10,  # noqa: PLR2004
    )
    return sum(signs) / len(signs)


def process(received: int, dice: Random, promise: float) -> Iterator[Step]:
    """Let a flow do its work, up to delivery: it rejects most of those who promise least."""
    rejected = REJECTED * 2 * (1 - promise) + REJECTED / 4
    yield Step(received, "received")
    yield Step(received + 1, "enhanced")
    drawn = dice.random()
    if drawn < rejected:
        yield Step(received + 1, "rejected")
        return
    yield Step(received + 2, "accepted")
    if drawn >= rejected + UNDELIVERED:
        yield Step(received + 2 + dice.randrange(30), "failed" if dice.random() < FAILED else "delivered")


def climb(created: int, dice: Random, promise: float) -> Iterator[Step]:
    """Let somebody climb the stages, until won, lost, or left lying: who promises more gets further."""
    at, further = created, GETS_FURTHER + (promise - 0.7) / 3
    for stage in STAGES:
        yield Step(at, stage)
        at += dice.randrange(2 * HOUR, 9 * DAY)
        if dice.random() >= further:
            if stage != "won" and dice.random() < GIVEN_UP:
                yield Step(at, "lost")
            return
