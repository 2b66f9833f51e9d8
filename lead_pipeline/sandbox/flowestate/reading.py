"""What can be read: leads and their activities, projects and their units, and the catalogues.

The parameters of each are what its query may say. No list can be filtered by time, nor sorted by time of change.
"""

# No postponed annotations here: the parameters' types are read.

import re
from collections.abc import Callable
from itertools import count
from typing import Annotated, Literal

from msgspec import Meta

from lead_pipeline.sandbox.flowestate.catalogue import CLIENT_ID, EVENT_TYPES, OAUTH_USER, ORGANIZATION
from lead_pipeline.sandbox.flowestate.office import Office
from lead_pipeline.sandbox.flowestate.shapes import LeadSource, LeadStatus, ProjectStatus
from lead_pipeline.sandbox.listing import COUNT, Listing, Page, Paging, Row
from lead_pipeline.sandbox.messages import Call, Refused
from lead_pipeline.sandbox.sorted_shelf import SortedShelf
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.table import NoSuchRow, Table, TableShelf

KEY_PREFIX = "fe_k_"
SCOPES = (
    *("leads:read", "leads:write", "projects:read", "projects:write", "members:read", "pipeline:read"),
    *("lead-sources:read", "webhooks:manage"),
)
DEFAULT_LIMIT, LARGEST_LIMIT = 50, 100
LARGEST_NUMBER = 2**63 - 1
FOR_ALL = 1_000_000
SEARCHED = ("firstName", "lastName", "email", "company")

# A limit too large is no mistake: it is cut down, and the answer says to what.
Limit = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER)]
Offset = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
LeadOrder = Literal["createdAt", "firstName", "email", "company", "status", "source", "estimatedValue"]
ProjectOrder = Literal["createdAt", "name", "city", "status"]
Direction = Literal["asc", "desc"]


def words(page: Page) -> Row:
    """Say where a page is; a list that was asked for whole says nothing."""
    if page.limit == FOR_ALL:
        return {}
    return {"total": page.total, "limit": page.limit, "offset": page.offset, "hasMore": page.end < page.size}


PAGED = Paging({"total": COUNT, "limit": COUNT, "offset": COUNT, "hasMore": {"type": "boolean"}}, words)
PAGED_ON_REQUEST = Paging({}, words)


class Reading:
    """Answers the GET requests."""

    def __init__(self, office: Callable[[], Office], switches: Switches) -> None:
        self._office = office
        self._switches = switches
        self._requests = count()

    def show_me(self, call: Call) -> Row:
        """Tell who is calling, and whose data it is."""
        assert call.key is not None  # noqa: S101 - the front has found it
        is_key = call.key.secret.startswith(KEY_PREFIX)
        return {
            "organization": dict(ORGANIZATION),
            "auth": {
                "type": "api_key" if is_key else "oauth",
                "scopes": [scope for scope in SCOPES if call.key.may(scope)],
                "clientId": None if is_key else CLIENT_ID,
                "userId": None if is_key else OAUTH_USER,
            },
        }

    def list_leads(  # noqa: PLR0913 - the API's words
        self,
        _: Call,
        *,
        limit: Limit = DEFAULT_LIMIT,
        offset: Offset = 0,
        sortBy: LeadOrder = "createdAt",  # noqa: N803 - the API's word
        sortOrder: Direction = "desc",  # noqa: N803 - the same
        query: str | None = None,
        status: LeadStatus | None = None,
        source: LeadSource | None = None,
    ) -> Listing:
        """List leads, newest first unless asked otherwise."""
        shelf = SortedShelf(
            self._office().leads, given(status=status, source=source), lambda lead: mentions(lead, query),
            by=sortBy, descending=sortOrder == "desc",
            dice=next(self._requests) if self._switches.is_on("ties_move") else None,
        )  # fmt: skip
        return Listing("data", shelf, min(limit, LARGEST_LIMIT), offset)

    def search_lead(self, _: Call, *, email: str | None = None, phone: str | None = None) -> Row:
        """Find one lead by its e-mail or its phone."""
        if not email and not phone:
            raise Refused(400, "VALIDATION_ERROR", "Validation error: email: Email or phone is required")
        for lead in self._office().leads.rows():
            if email and str(lead["email"] or "").lower() == email.lower():
                return dict(lead)
            if phone and lead["phone"] and digits(str(lead["phone"])) == digits(phone):
                return dict(lead)
        raise Refused(404, "NOT_FOUND", "Lead not found")

    def show_lead(self, call: Call) -> Row:
        """Show a lead."""
        return found(self._office().leads, call.places["lead_id"], "Lead")

    def list_activities(self, call: Call, *, limit: Limit | None = None, offset: Offset = 0) -> Listing:
        """List a lead's history, newest first; all of it, unless a limit is sent."""
        lead = found(self._office().leads, call.places["lead_id"], "Lead")
        shelf = SortedShelf(self._office().activities, {"leadId": lead["id"]}, by="createdAt", descending=True)
        return Listing("data", shelf, FOR_ALL if limit is None else min(limit, LARGEST_LIMIT), offset)

    def list_projects(  # noqa: PLR0913 - the API's words
        self,
        _: Call,
        *,
        limit: Limit = DEFAULT_LIMIT,
        offset: Offset = 0,
        sortBy: ProjectOrder = "createdAt",  # noqa: N803 - the API's word
        sortOrder: Direction = "desc",  # noqa: N803 - the same
        query: str | None = None,
        type: str | None = None,  # noqa: A002 - the same
        status: ProjectStatus | None = None,
        city: str | None = None,
    ) -> Listing:
        """List projects; the city may be a part of its name."""
        office = self._office()
        shelf = SortedShelf(
            office.projects,
            given(type=type, status=status),
            lambda one: contains(one, ("city",), city) and contains(one, ("name", "city", "promotora"), query),
            office.project,
            sortBy,
            sortOrder == "desc",
        )
        return Listing("data", shelf, min(limit, LARGEST_LIMIT), offset)

    def show_project(self, call: Call) -> Row:
        """Show a project."""
        office = self._office()
        return office.project(found(office.projects, call.places["project_id"], "Project"))

    def list_units(self, call: Call) -> Listing:
        """List all units of a project at once."""
        project = found(self._office().projects, call.places["project_id"], "Project")
        return Listing("data", TableShelf(self._office().units, {"projectId": project["id"]}), FOR_ALL, 0)

    def list_members(self, _: Call) -> Listing:
        """List the members."""
        return Listing("data", TableShelf(self._office().members), FOR_ALL, 0)

    def show_member(self, call: Call) -> Row:
        """Show a member."""
        return found(self._office().members, call.places["member_id"], "Member")

    def list_stages(self, _: Call) -> Listing:
        """List the stages of the pipeline."""
        return Listing("data", TableShelf(self._office().stages), FOR_ALL, 0)

    def list_sources(self, _: Call) -> Listing:
        """List the sources of leads."""
        return Listing("data", TableShelf(self._office().sources), FOR_ALL, 0)

    def list_event_types(self, _: Call) -> Row:
        """List the names of events, in a shape of its own."""
        return dict(EVENT_TYPES)

    def list_subscriptions(self, _: Call) -> Listing:
        """List the subscriptions that API clients made."""
        return Listing("data", TableShelf(self._office().subscriptions), FOR_ALL, 0)


def given(**wanted: object) -> Row:
    """Give the filters that were asked for."""
    return {name: value for name, value in wanted.items() if value is not None}


def found(table: Table, key: str, what: str) -> Row:
    """Find a row, or refuse; that of another organisation is as little there as none."""
    try:
        return dict(table.get(key))
    except NoSuchRow:
        raise Refused(404, "NOT_FOUND", f"{what} not found") from None


def digits(text: str) -> str:
    """Leave of a phone number what is compared."""
    return re.sub(r"\D", "", text)


def contains(row: Row, fields: tuple[str, ...], part: str | None) -> bool:
    """Say whether a text is a part of one of the fields; no text is part of all."""
    return not part or any(part.casefold() in str(row[name] or "").casefold() for name in fields)


def mentions(lead: Row, part: str | None) -> bool:
    """Say whether a lead is found by a text: names, e-mail, company, or digits of its phone."""
    if contains(lead, SEARCHED, part):
        return True
    number = digits(part or "")
    return bool(number) and number in digits(str(lead["phone"] or ""))
