"""Every table that is declared under sources, by system and resource, whether or not an endpoint reads it yet."""

from __future__ import annotations

import importlib
import pkgutil

from lead_pipeline import sources
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint, Source
from lead_pipeline.spec.table import Table

SYSTEMS = ("flowestate", "flowmaestro", "leadconduit", "specway")


def tables_of(system: str) -> dict[str, Table]:
    """The tables of one system."""
    package = importlib.import_module(f"{sources.__name__}.{system}")
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        declared = vars(importlib.import_module(f"{package.__name__}.{module.name}"))
        table = declared.get(f"{module.name.upper()}_TABLE")
        if isinstance(table, Table):
            found[module.name] = table
    return found


def bare_source(system: str, title: str) -> Source:
    """A source of nothing but tables: for what is made of declarations, and asks nobody."""
    endpoints = tuple(
        Endpoint(
            name=name,
            path=f"/{name}",
            rows=name,
            table=table,
            paging=OnePage(),
            scope="",
            description=(table.model.__doc__ or "").strip(),
        )
        for name, table in tables_of(system).items()
    )
    return Source(
        name=system,
        title=title,
        base_url="https://api.example",
        key_variable=f"{system.upper()}_API_KEY",
        key_prefix="",
        problems=(),
        budget=Budget(1),
        endpoints=endpoints,
    )
