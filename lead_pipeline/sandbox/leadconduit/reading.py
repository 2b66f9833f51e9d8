"""What can be read: flows, leads, events and sums.

The parameters of each are what its query may say. Odd as they are, the shapes are the vendor's.
"""

# No postponed annotations here: the parameters' types are read.

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, cast

from msgspec import Meta

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.leadconduit.account import Account
from lead_pipeline.sandbox.leadconduit.flows import metrics, statistics
from lead_pipeline.sandbox.leadconduit.shapes import Flow, FlowEvent, FlowRow, Lead, LeadEvent, LeadRow
from lead_pipeline.sandbox.listing import Listing, Page, Paging, Row
from lead_pipeline.sandbox.messages import Call, Refused
from lead_pipeline.sandbox.sorted_shelf import SortedShelf
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.table import NoSuchRow, Table, TableShelf, showing

DEFAULT_LIMIT, LARGEST_LIMIT = 50, 100
DEFAULT_EVENTS, MOST_EVENTS = 100, 1000
LARGEST_NUMBER = 2**63 - 1
DEFAULT_DAYS = 30
FOR_ALL = 1_000_000

Limit = Annotated[int, Meta(ge=1, le=LARGEST_LIMIT)]
EventLimit = Annotated[int, Meta(ge=1, le=MOST_EVENTS)]
Offset = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Moment = Annotated[datetime, Meta(tz=True)]
Metric = Literal[
    "total_leads", "accepted_leads", "delivered_leads", "acceptance_rate", "delivery_rate", "conversion_rate",
    "average_quality",
]  # fmt: skip
Group = Literal["source", "campaign", "status"]


def page_words(page: Page) -> Row:
    """Answer with page numbers what was asked with an offset; an offset within a page says the page it begins in."""
    return {
        "total_count": page.total,
        "page_count": -(-page.size // page.limit),
        "current_page": page.offset // page.limit + 1,
        "per_page": page.limit,
    }


COUNTER = {"type": "integer", "minimum": 0}
BY_PAGE_NUMBER = Paging(
    {"total_count": COUNTER, "page_count": COUNTER, "current_page": COUNTER, "per_page": COUNTER}, page_words
)
# Cut off at the limit, and no way to ask for the rest: who reads more than the total has to ask for fewer days.
CUT_OFF = Paging({"total_events": COUNTER}, lambda page: {"total_events": page.total})


def present(shape: object) -> Callable[[Row], Row]:
    """Show the fields of a shape, but not those that are null."""
    show = showing(shape)
    return lambda row: {name: value for name, value in show(row).items() if value is not None}


SHOW_FLOW, SHOW_FLOW_ROW, SHOW_LEAD, SHOW_LEAD_ROW = (showing(shape) for shape in (Flow, FlowRow, Lead, LeadRow))
SHOW_FLOW_EVENT, SHOW_LEAD_EVENT = showing(FlowEvent), present(LeadEvent)


class Reading:
    """Answers the GET requests."""

    def __init__(self, account: Callable[[], Account], switches: Switches) -> None:
        self._account = account
        self._switches = switches

    def list_flows(self, _: Call) -> Listing:
        """List all flows at once."""
        account = self._account()
        shelf = TableShelf(
            account.flows, show=lambda flow: SHOW_FLOW_ROW({**flow, "statistics": statistics(account.leads_of(flow))})
        )
        return Listing("flows", shelf, FOR_ALL, 0)

    def show_flow(self, call: Call) -> Row:
        """Show how a flow is set up."""
        return SHOW_FLOW(found(self._account().flows, call.places["flow_id"], "Flow"))

    def list_leads(
        self,
        _: Call,
        *,
        flow_id: str | None = None,
        created_after: Moment | None = None,
        status: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
        offset: Offset = 0,
    ) -> Listing:
        """Search leads, oldest first. There is no filter on when they changed."""
        wanted: dict[str, object] = {"flow_id": flow_id, "status": status}
        # Exclusive, so that asking with the newest time held misses a lead of the same second.
        inclusive = self._switches.is_on("created_after_inclusive")
        after = 0 if created_after is None else int(created_after.timestamp()) - inclusive
        shelf = SortedShelf(
            self._account().leads,
            {name: value for name, value in wanted.items() if value is not None},
            lambda lead: cast("str", lead["created_at"]) > stamp(after),
            SHOW_LEAD_ROW,
            descending=self._switches.is_on("newest_first"),
        )
        return Listing("leads", shelf, limit, offset)

    def show_lead(self, call: Call) -> Row:
        """Show a lead with all it has."""
        account = self._account()
        lead = found(account.leads, call.places["lead_id"], "Lead")
        events = [named_recipient(SHOW_LEAD_EVENT(event)) for event in account.events_of(lead)]
        return SHOW_LEAD({**lead, "events": events})

    def list_events(
        self,
        call: Call,
        *,
        event_type: str | None = None,
        start_date: date | None = None,
        end_date: date | None = None,
        limit: EventLimit = DEFAULT_EVENTS,
    ) -> Listing:
        """List the events of a flow on some days, both included; those beyond the limit cannot be had."""
        account = self._account()
        wanted = {"flow_id": found(account.flows, call.places["flow_id"], "Flow")["id"]}
        if event_type is not None:
            wanted["type"] = event_type
        last = self._last(end_date)
        shelf = SortedShelf(
            account.events, wanted, lambda event: within(event["timestamp"], start_date, last), SHOW_FLOW_EVENT,
            by="timestamp", descending=self._switches.is_on("newest_first"),
        )  # fmt: skip
        return Listing("events", shelf, limit, 0)

    def show_analytics(
        self,
        _: Call,
        *,
        flow_id: str | None = None,
        metric: Metric | None = None,  # noqa: ARG002 - one is asked for, and all are answered
        group_by: Group = "source",
        start_date: date | None = None,
        end_date: date | None = None,
    ) -> Row:
        """Sum up the leads that came in on some days, by group."""
        account = self._account()
        end = end_date or account.today()
        start = start_date or date.fromordinal(max(1, end.toordinal() - DEFAULT_DAYS))
        last = self._last(end_date) or end
        groups: dict[object, list[Row]] = {}
        for lead in account.leads.rows():
            if (flow_id is None or lead["flow_id"] == flow_id) and within(lead["created_at"], start, last):
                groups.setdefault(lead[group_by], []).append(lead)
        return {
            "period": {"start_date": start.isoformat(), "end_date": end.isoformat()},
            "metrics": [
                {group_by: value, **metrics(leads)}
                for value, leads in sorted(groups.items(), key=lambda one: str(one[0]))
            ],
        }

    def _last(self, end_date: date | None) -> date | None:
        """Say which day is the last that is meant."""
        if end_date is None or not self._switches.is_on("end_date_exclusive"):
            return end_date
        return end_date - timedelta(days=1)


def found(table: Table, key: str, what: str) -> Row:
    """Find a row, or refuse."""
    try:
        return table.get(key)
    except NoSuchRow:
        raise Refused(404, "not_found", f"{what} not found") from None


def within(moment: object, first: date | None, last: date | None) -> bool:
    """Say whether a moment is on the days asked for, in UTC."""
    day = cast("str", moment)[:10]
    return (first is None or first.isoformat() <= day) and (last is None or day <= last.isoformat())


def named_recipient(event: Row) -> Row:
    """Write the recipient as a lead's events do: its name, where a flow's events have an object."""
    if "recipient" in event:
        event["recipient"] = cast("Row", event["recipient"])["name"]
    return event
