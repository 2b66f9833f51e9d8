"""What can be read, endpoint by endpoint; the parameters of each are what its query may say.

Who may read it, and the envelopes, are in system.
"""

# No postponed annotations here: the parameters' types are read.

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from lead_pipeline.sandbox.clock import Clock
from lead_pipeline.sandbox.listing import COUNT, Listing, Page, Paging, Row
from lead_pipeline.sandbox.messages import Call, Refused
from lead_pipeline.sandbox.specway import shapes
from lead_pipeline.sandbox.specway.cursors import cursor_behind, read_cursor
from lead_pipeline.sandbox.specway.errors import invalid
from lead_pipeline.sandbox.specway.world import World
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.table import NoSuchRow, Table, TableShelf, everything, showing

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100
SMALL_LIMIT = 20
ROOM = 1000  # for rows that come in while a list is answered that has no limit

Number = Annotated[int, Meta(ge=1, le=2**31)]
Limit = Annotated[int, Meta(ge=1, le=LARGEST_LIMIT)]


class Reading:
    """Answers the GET requests."""

    def __init__(self, world: World, clock: Clock, switches: Switches) -> None:
        self._tables = world.tables
        self._clock = clock
        self._switches = switches
        self.by_page = Paging({"page": COUNT, "limit": COUNT, "total": COUNT}, self._page_words)
        self.by_cursor = Paging(
            {"next_cursor": {"type": ["string", "null"]}, "has_more": {"type": "boolean"}}, self._cursor_words
        )

    def list_workflows(
        self,
        _: Call,
        *,
        page: Number = 1,
        limit: Limit = DEFAULT_LIMIT,
        status: shapes.WorkflowStatus | None = None,
        search: str | None = None,
    ) -> Listing:
        """List workflows, newest first."""

        def keep(row: Row) -> bool:
            return search is None or search.lower() in str(row["name"]).lower()

        shelf = TableShelf(self._tables["workflows"], given(status=status), keep, showing(shapes.WorkflowItem))
        return self._page(shelf, page, limit)

    def show_workflow(self, call: Call) -> Row:
        """Show a workflow; only here it tells its structure."""
        row = showing(shapes.Workflow)(self._row("workflows", call))
        if self._switches.is_on("no_updated_at"):
            del row["updated_at"]
        return row

    def list_workflow_executions(  # noqa: PLR0913 - the words of the query
        self,
        call: Call,
        *,
        page: Number = 1,
        limit: Limit = DEFAULT_LIMIT,
        status: shapes.ExecutionStatus | None = None,
        from_: str | None = None,
        to: str | None = None,
    ) -> Listing:
        """List the executions of a workflow that started between two moments, both included."""
        workflow = self._row("workflows", call)
        wanted = given(workflow_id=workflow["id"], status=status)
        # What has not started is in no window: it is found without one, or when it has.
        keep = between("started_at", from_, to)
        return self._page(TableShelf(self._tables["executions"], wanted, keep, self._execution_of), page, limit)

    def list_executions(self, _: Call, *, cursor: str | None = None, limit: Limit = DEFAULT_LIMIT) -> Listing:
        """List all executions, by cursor."""
        if self._switches.is_on("no_execution_list"):
            raise Refused(404, None, "There is no GET /executions")
        shelf = TableShelf(self._tables["executions"], show=showing(shapes.ExecutionItem))
        self._check(limit)
        if not cursor:
            return Listing("data", shelf, limit, 0)
        try:
            stopped = read_cursor(cursor, self._clock.whole())
        except ValueError as wrong:
            raise invalid(str(wrong)) from wrong
        return Listing("data", shelf, limit, stopped.find(shelf), resume=lambda: stopped.find(shelf))

    def show_execution(self, call: Call) -> Row:
        """Show an execution, with its output and its log."""
        row = showing(shapes.Execution)(self._row("executions", call))
        if not self._switches.is_on("execution_error"):
            del row["error"]
        return row

    def list_forms(self, _: Call, *, page: Number = 1, limit: Limit = DEFAULT_LIMIT) -> Listing:
        """List forms."""
        return self._page(TableShelf(self._tables["forms"], show=showing(shapes.Form)), page, limit)

    def show_form(self, call: Call) -> Row:
        """Show a form."""
        return showing(shapes.Form)(self._row("forms", call))

    def list_submissions(
        self,
        call: Call,
        *,
        page: Number = 1,
        limit: Limit = DEFAULT_LIMIT,
        from_: str | None = None,
        to: str | None = None,
    ) -> Listing:
        """List what was sent in with a form, newest first."""
        wanted, keep = given(form_id=self._row("forms", call)["id"]), between("created_at", from_, to)
        shelf = TableShelf(self._tables["submissions"], wanted, keep, showing(shapes.Submission))
        return self._page(shelf, page, limit)

    def list_credentials(self, _: Call) -> Listing:
        """List credentials, all at once, without their values."""
        return self._whole("credentials", shapes.Credential)

    def list_integrations(self, _: Call) -> Listing:
        """List what is connected, all at once."""
        return self._whole("integrations", shapes.Integration)

    def list_webhooks(self, _: Call) -> Listing:
        """List webhooks, all at once."""
        return self._whole("webhooks", shapes.Webhook)

    def _whole(self, name: str, shape: type) -> Listing:
        shelf = TableShelf(self._tables[name], show=showing(shape))
        return Listing("data", shelf, shelf.count() + ROOM, 0)

    def _page(self, shelf: TableShelf, page: int, limit: int) -> Listing:
        self._check(limit)
        return Listing("data", shelf, limit, (page - 1) * limit, numbered=True)

    def _check(self, limit: int) -> None:
        if limit > SMALL_LIMIT and self._switches.is_on("small_limit"):
            raise invalid(f"limit: expected a whole number from 1 to {SMALL_LIMIT}")

    def _page_words(self, page: Page) -> Row:
        if self._switches.is_on("only_total"):
            return {"total": page.total}
        return {"page": page.offset // page.limit + 1, "limit": page.limit, "total": page.total}

    def _cursor_words(self, page: Page) -> Row:
        # It goes on behind the last row that was shown: a short page loses nothing.
        end = page.offset + len(page.rows)
        if end >= page.size:
            return {"next_cursor": None, "has_more": False}
        rows = page.rows or page.shelf.rows(page.offset, 0)
        ends = end >= page.shelf.count()
        cursor = cursor_behind(rows[-1], self._clock.whole(), ends=ends) if rows else None
        return {"next_cursor": cursor, "has_more": True}

    def _execution_of(self, row: Row) -> Row:
        shown = showing(shapes.ExecutionItem)(row)
        if self._switches.is_on("no_workflow_id"):
            del shown["workflow_id"]
        return shown

    def _row(self, name: str, call: Call) -> Row:
        table: Table = self._tables[name]
        try:
            return table.get(call.places["id"])
        except NoSuchRow as wrong:
            raise Refused(404, None, f"{name.removesuffix('s').capitalize()} not found") from wrong


def given(**values: object) -> Row:
    """Give what a filter asks for; what was not said, it does not ask."""
    return {name: value for name, value in values.items() if value is not None}


def between(field: str, begin: str | None, end: str | None) -> Callable[[Row], bool]:
    """Keep what is dated from one moment to another, both included; a day is its first second, also as an end."""
    first, last = moment("from", begin), moment("to", end)
    if first is None and last is None:
        return everything

    def keep(row: Row) -> bool:
        at = None if row[field] is None else datetime.fromisoformat(str(row[field]))
        return at is not None and (first is None or first <= at) and (last is None or at <= last)

    return keep


def moment(name: str, text: str | None) -> datetime | None:
    """Read a day or a moment; one without a time zone is in UTC."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise invalid(f"{name}: expected a date or a time, ISO 8601") from wrong
    return read if read.tzinfo else read.replace(tzinfo=UTC)
