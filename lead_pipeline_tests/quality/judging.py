"""How the tests ask for verdicts: as anyone would, through the checks of an endpoint and a read-only connection.

What the verdicts should be stands in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.quality.checks import checks_of
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.warehouse.shop import ITEMS, SHOP, Shop

if TYPE_CHECKING:
    from lead_pipeline.quality.verdict import Check, Verdict
    from lead_pipeline.spec.source import Endpoint, Source
    from lead_pipeline_tests.ingest.rig import Rig


def judge(place: Shop | Rig, name: str, endpoint: Endpoint = ITEMS, source: Source = SHOP) -> Verdict:
    """The verdict of one check."""
    (verdict,) = verdicts(place, endpoint, source, only=name).values()
    return verdict


def verdicts(
    place: Shop | Rig, endpoint: Endpoint = ITEMS, source: Source = SHOP, only: str | None = None
) -> dict[str, Verdict]:
    """The verdicts of all checks, by name, or of that one."""
    warehouse = place.warehouse if isinstance(place, Shop) else Warehouse(place.home)
    wanted = [check for check in checks_of(source, endpoint) if only in (None, check.name)]
    with warehouse.open("a test", read_only=True) as connection:
        return {check.name: check.judge(connection) for check in wanted}


def checks(source: Source, name: str) -> dict[str, Check]:
    """The checks of one endpoint, by name."""
    return {check.name: check for check in checks_of(source, source.endpoint(name))}


def told(verdict: Verdict) -> str:
    """`ok`, `warn` or `error`."""
    return "ok" if verdict.passed else str(verdict.severity)


def change(shop: Shop, query: str) -> None:
    """Change the warehouse behind everyone's back."""
    with shop.warehouse.open("a test") as connection:
        connection.execute(query)
