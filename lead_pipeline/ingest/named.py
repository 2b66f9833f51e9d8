"""Reading rows that no list shows: those whose ids the account's settings name, each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lead_pipeline.extract.children import Parent
from lead_pipeline.ingest.children import walk_children
from lead_pipeline.spec.window import OncePerParent

if TYPE_CHECKING:
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import Named


async def ingest_named(context: Context, endpoint: Endpoint, named: Named, outcome: EndpointOutcome) -> None:
    """Ask for each; one that the API does not show is no failure, as ids are written down by hand."""
    (key,) = endpoint.table.key
    per = OncePerParent(
        parent=endpoint.name, parent_key=key, param=named.param, fills=key, tells_change=False, may_be_missing=True
    )
    ids = context.account.named.get(named.setting, ())
    rows = [Parent(each, is_final=False, expected=None, fingerprint="", dated=None, is_deleted=False) for each in ids]
    await walk_children(context, replace(endpoint, per=per, named=None), per, outcome, rows, {})
