"""Reading the children of each parent that is due: several parents at once, each list landed whole with its proof.

One parent's failure stops no other; several in a row stop the endpoint, as then it is the endpoint that fails.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from lead_pipeline.errors import (
    EndpointFailing,
    FilterIgnored,
    LeadPipelineError,
    RequestRefused,
    ResourceMissing,
    Transient,
    WalkBroken,
)
from lead_pipeline.extract.children import LastWalk, Parent, Plan, plan
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.ingest.lander import Lander
from lead_pipeline.ingest.one_parent import ParentLists
from lead_pipeline.ingest.second_look import cut_off_proof, failed_proof
from lead_pipeline.ingest.spare import is_spent, tell_who_waits
from lead_pipeline.ingest.walked import WalkedList
from lead_pipeline.warehouse.ledger import positions
from lead_pipeline.warehouse.parents import parent_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from lead_pipeline.extract.proof import Proof
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint, Source
    from lead_pipeline.spec.window import OncePerParent

FAILURES_IN_A_ROW = 5
_Due = tuple[Parent, LastWalk | None]


async def ingest_children(context: Context, endpoint: Endpoint, per: OncePerParent, outcome: EndpointOutcome) -> Plan:
    """Plan from what the warehouse holds, walk what is due, land it. Returns the plan."""
    with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
        parents, last = parents_and_walks(connection, context.account.source, endpoint, context.account.name)
    options = context.options
    planned = plan(per, parents, last, options.window, everything=options.verify)
    outcome.left_alone = len(parents) - len(planned.due)
    await walk_children(context, endpoint, per, outcome, planned.due, last)
    return planned


async def walk_children(  # noqa: PLR0913, PLR0917 - whose children, of which endpoint, and what is known of them
    context: Context,
    endpoint: Endpoint,
    per: OncePerParent,
    outcome: EndpointOutcome,
    parents: Sequence[Parent],
    last: Mapping[str, LastWalk],
    *,
    is_second_look: bool = False,
) -> None:
    """Walk the children of these parents and land them. A second look of the same run settles no doubt of the first."""
    context.progress.planned(endpoint, len(parents), sum(parent.expected or 0 for parent in parents))
    due = list(parents)
    begun = _within_budget(context, per, due)
    async with Lander(context, endpoint, outcome) as lander:
        workers = _Workers(context, endpoint, per, outcome, lander, is_second_look=is_second_look)
        await workers.walk_all(((parent, last.get(str(parent.id))) for parent in begun), in_flight(context, parents))
    if due:
        tell_who_waits(context, per, outcome, f"{len(due):,} of {len(parents):,} wait")


def in_flight(context: Context, parents: Sequence[Parent]) -> int:
    """How many lists are walked at once."""
    return min(len(parents), context.client.in_flight)


def _within_budget(context: Context, per: OncePerParent, due: list[Parent]) -> Iterator[Parent]:
    """The parents in their order, taken off the list, as long as the budget has enough left for others."""
    due.reverse()
    while due:
        if is_spent(context, per):
            return
        yield due.pop()


def parents_and_walks(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> tuple[list[Parent], dict[str, LastWalk]]:
    """The parents that are held, and the newest walk over the children of each."""
    parents = [Parent(*row) for row in parent_rows(connection, source, endpoint, account)]
    walks = {
        parent: LastWalk(position.fingerprint, position.verdict, position.distinct_rows, position.walked_at)
        for parent, position in positions(connection, source.name, account, endpoint.name).items()
    }
    return parents, walks


class _Workers:
    """Each takes the next parent that is due, walks its children and hands them to the lander."""

    def __init__(  # noqa: PLR0913 - what to walk, where it goes, and how much it is believed
        self,
        context: Context,
        endpoint: Endpoint,
        per: OncePerParent,
        outcome: EndpointOutcome,
        lander: Lander,
        *,
        is_second_look: bool,
    ) -> None:
        self._context = context
        self._endpoint = endpoint
        self._may_be_missing = per.may_be_missing
        self._outcome = outcome
        self._lander = lander
        self._lists = ParentLists(context, endpoint, per, is_second_look=is_second_look)
        self._failed_in_a_row = 0

    async def walk_all(self, due: Iterator[_Due], workers: int) -> None:
        """Walk them all; the first error that is not one parent's own ends the others and is raised."""
        tasks = [asyncio.create_task(self._work(due)) for _ in range(workers)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, due: Iterator[_Due]) -> None:
        for parent, before in due:
            begun: list[Walk] = []
            try:
                walked = await self._lists.walk(parent, before, begun)
                self._failed_in_a_row = 0
            except (Transient, RequestRefused, WalkBroken) as error:
                walked = self._failed(parent, error, failed_proof(begun, error))
            except LeadPipelineError as error:
                if isinstance(error, FilterIgnored):
                    self._lander.let_go()
                await self._lander.put(self._lists.walked(parent, [], failed_proof(begun, error)))
                raise
            except asyncio.CancelledError:
                if begun:
                    cut_off = self._lists.walked(parent, [], cut_off_proof(begun))
                    self._lander.keep(replace(cut_off, is_position=False))
                raise
            await self._lander.put(walked)
            self._context.progress.walked(self._endpoint, walked.rows, walked.tally)

    def _failed(self, parent: Parent, error: LeadPipelineError, proof: Proof) -> WalkedList:
        """A failed walk is landed as such: its parent stays due. The children of a parent that is gone may be gone."""
        if isinstance(error, ResourceMissing) and parent.is_deleted:
            proof.conclude(Verdict.PROVEN, "gone with its parent")
            return self._lists.walked(parent, [], proof, is_gone=True)
        if isinstance(error, ResourceMissing) and self._may_be_missing:
            proof.conclude(Verdict.PROVEN, "its parent is listed, and it is shown to nobody")
            return self._lists.walked(parent, [], proof)
        self._failed_in_a_row += 1
        if isinstance(error, ResourceMissing) and self._endpoint.path_of("") is not None:
            proof.conclude(Verdict.UNPROVEN, "its parent is listed, and gone when asked for: the next run looks again")
        else:
            self._outcome.errors.append(error)
        if self._failed_in_a_row >= FAILURES_IN_A_ROW:
            told = f"{self._failed_in_a_row} lists in a row failed, the last with: {error.message}"
            message = f"{self._context.account} {self._endpoint.name}: {told}"
            raise EndpointFailing(message, cure="Run again later: what came so far is kept.") from error
        return self._lists.walked(parent, [], proof)
