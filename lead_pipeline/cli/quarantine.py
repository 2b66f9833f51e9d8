"""`lead-pipeline quarantine`: what broke a rule, why, and trying it again."""

from __future__ import annotations

import secrets

import typer

from lead_pipeline import settings
from lead_pipeline.cli.names import endpoint_of
from lead_pipeline.cli.printing import count, say, show_json, show_table
from lead_pipeline.errors import WarehouseError
from lead_pipeline.ingest.replay import replay as replay_endpoint
from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse import overview, quarantine
from lead_pipeline.warehouse.database import Warehouse

app = typer.Typer(help="Records that broke a rule: kept as received, with every reason.", no_args_is_help=True)

_JSON = typer.Option(False, "--json", help="The same as JSON.")
_ENDPOINT = typer.Argument(..., metavar="SYSTEM/ENDPOINT", help="Such as flowmaticx/leads.")


def _warehouse() -> Warehouse:
    warehouse = settings.load().warehouse
    if not warehouse.path.exists():
        raise WarehouseError(f"There is no warehouse in {warehouse.home} yet.", cure="Run `lead-pipeline sync` first.")
    return warehouse


@app.command("list")
def list_reasons(as_json: bool = _JSON) -> None:
    """Count what is set aside, by endpoint and reason."""
    with _warehouse().open("quarantine list", read_only=True) as connection:
        rows = [
            (f"{source.name}/{endpoint.name}", account, reason, number)
            for source in SOURCES.values()
            if overview.is_made(connection, source)
            for endpoint in source.endpoints
            for account, reason, number in quarantine.reasons(connection, source, endpoint)
        ]
    names = ("endpoint", "account", "reason", "records")
    if as_json:
        show_json([dict(zip(names, row, strict=True)) for row in rows])
    elif rows:
        show_table(names, rows)
        say("\nThe records themselves: lead-pipeline quarantine show SYSTEM/ENDPOINT")
    else:
        say("Nothing is set aside.")


@app.command("show")
def show_records(
    endpoint: str = _ENDPOINT,
    limit: int = typer.Option(20, min=1, help="How many at the most, oldest first."),
    as_json: bool = _JSON,
) -> None:
    """Show records that are set aside, as received, with their reasons. They may hold personal data."""
    source, declared = endpoint_of(endpoint)
    with _warehouse().open("quarantine show", read_only=True) as connection:
        records = quarantine.records(connection, source, declared) if overview.is_made(connection, source) else []
    if as_json:
        show_json(records[:limit])
        return
    for record in records[:limit]:
        say(f"{record['account']} {record['key']}: {'; '.join(record['reasons'])}")
        say(f"  first seen {record['first_seen_at']:%Y-%m-%d %H:%M}, last {record['last_seen_at']:%Y-%m-%d %H:%M} UTC")
        say(f"  {record['record']}")
    say(f"{count(len(records), 'record')} set aside" + (f", {limit} shown." if len(records) > limit else "."))


@app.command("replay")
def replay(
    endpoint: str | None = typer.Argument(
        None, metavar="SYSTEM/ENDPOINT", help="Such as flowmaticx/leads; all if not said."
    ),
) -> None:
    """Try what is set aside again, after an update changed a rule: what keeps the rules now lands."""
    warehouse = _warehouse()
    wanted = [endpoint_of(endpoint)] if endpoint else [(s, each) for s in SOURCES.values() for each in s.endpoints]
    run_id = f"replay-{secrets.token_hex(4)}"
    tried = 0
    for source, declared in wanted:
        with warehouse.open("quarantine replay", read_only=True) as connection:
            if not overview.is_made(connection, source):
                continue
            accounts = sorted({record["account"] for record in quarantine.records(connection, source, declared)})
        for account in accounts:
            counts = replay_endpoint(warehouse, source, declared, account, run_id)
            tried += 1
            landed = counts.new + counts.changed + counts.unchanged
            say(f"{source.name}/{declared.name} ({account}): {landed:,} landed, {counts.aside:,} still set aside")
    if not tried:
        say("Nothing is set aside.")
