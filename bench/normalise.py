"""How long it takes to make what leads tell comparable: each function over distinct values, from SQL as dbt does."""

from __future__ import annotations

import time
from typing import Any

import duckdb

from bench.table import Table
from lead_pipeline.marts.sql_functions import register

TITLE = "Normalising"
WORDS = """\
Every value is another one, as in a first build; later builds ask for new values only. Of a million leads about two
thirds have a phone, an address and a domain. *Loops* are those of the reference loop that a million values take."""

VALUES, ALL_VALUES = 50_000, 1_000_000
CALLS = {
    "phone in E.164": "phone_e164('030 ' || (1234567 + i), 'DE')",
    "e-mail": "email_normalised('Jo' || i || '@Firm' || i || '.Example')",
    "domain": "registrable_domain('https://www.firm' || i || '.co.uk/contact')",
    "country": "country_code('Country ' || i)",
    "name of a firm": "firm_name('Bäckerei Müller ' || i || ' GmbH')",
}


def measure(*, full: bool) -> dict[str, Any]:
    """Seconds of each function."""
    values = ALL_VALUES if full else VALUES
    with duckdb.connect() as connection:
        register(connection)
        seconds = {}
        for name, call in CALLS.items():
            connection.execute(f"select max({call}) from range(1) as one (i)").fetchall()  # noqa: S608 - first use reads tables
            begun = time.perf_counter()
            connection.execute(f"select max({call}) from range({values}) as many (i)").fetchall()  # noqa: S608
            seconds[name] = time.perf_counter() - begun
    return {"values": values, "seconds": seconds}


def tables(figures: dict[str, Any]) -> list[Table]:
    """One row a function."""
    rows = []
    for name, seconds in figures["seconds"].items():
        million = seconds / figures["values"] * 1e6
        rows.append((name, f"{million:.1f}", f"{1e6 / million:,.0f}", f"{million / figures['loop']:,.0f}"))
    return [
        Table(f"{figures['values']:,} values", ("of", "s a million", "values a second", "loops a million"), tuple(rows))
    ]
