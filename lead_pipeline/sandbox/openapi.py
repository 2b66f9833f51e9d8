"""The OpenAPI 3.1 document of a system, made from what its endpoints declare and from the envelopes it wraps them in.

The same for every system. Nothing is described here that is declared nowhere else.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import msgspec

from lead_pipeline.sandbox.listing import COUNT
from lead_pipeline.sandbox.messages import JSON, Fresh
from lead_pipeline.sandbox.rate_limit import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.parameters import Declared, Schema
    from lead_pipeline.sandbox.system import Endpoint, System

KEY = "key"
TEXT: Schema = {"type": "string"}
ONE_TOO_MANY = Standing("minute", 1, 0, 1, 1, is_over=True)


@dataclass(frozen=True)
class Slot:
    """Stands in an envelope where a value will be, and says what values may."""

    schema: Mapping[str, Any]


def document(system: System) -> Row:
    """Describe a system."""
    endpoints = system.endpoints()
    declared = [one for endpoint in endpoints for one in (endpoint.gives, endpoint.takes) if one is not None]
    references, components = msgspec.json.schema_components(declared, ref_template="#/components/schemas/{name}")
    schemas = dict(zip(declared, references, strict=True))
    paths: dict[str, Row] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation(system, endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{system.title}, as the sandbox plays it", "version": system.version},
        "servers": [{"url": system.prefix}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {KEY: system.security}},
    }


def operation(system: System, endpoint: Endpoint, schemas: Mapping[Any, Schema]) -> Row:
    """Describe an endpoint."""
    described: Row = {
        "operationId": getattr(endpoint.answer, "__name__", endpoint.route),
        "summary": (inspect.getdoc(endpoint.answer) or "").partition("\n")[0],
        "tags": [endpoint.route],
        "security": [{KEY: [endpoint.scope]}],
        "parameters": [
            *({"name": place, "in": "path", "required": True, "schema": TEXT} for place in endpoint.places),
            *(parameter(one, "query") for one in endpoint.query.declared),
            *(parameter(one, "header") for one in endpoint.headers),
        ],
        "responses": {
            "200": success(system, endpoint, schemas[endpoint.gives]),
            **{str(status): refusal(system, status, codes) for status, codes in sorted(endpoint.refuses.items())},
        },
    }
    if endpoint.takes is not None:
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": schemas[endpoint.takes]}}}
    return described


def parameter(declared: Declared, place: str) -> Row:
    """Describe a value of the query, or a header."""
    return {"name": declared.written, "in": place, "required": declared.is_required, "schema": declared.schema()}


def success(system: System, endpoint: Endpoint, given: Schema) -> Row:
    """Describe the answer when all goes well."""
    if endpoint.media != JSON:
        return response(200, given, endpoint.media)
    return response(200, like(body(system, endpoint, given)))


def body(system: System, endpoint: Endpoint, given: Schema) -> Row:
    """Give what is answered, with slots for values."""
    if endpoint.lists is None:
        return system.envelope(Slot(given))
    words: Row = {word: Slot(schema) for word, schema in endpoint.paging.says.items()}
    return system.list_envelope(endpoint.lists, Slot({"type": "array", "items": given}), words)


def refusal(system: System, status: int, codes: Sequence[str]) -> Row:
    """Describe the answer of a status that is no success."""
    # A slot goes where the text will be, and comes out where the envelope puts it.
    code, message = cast("str", Slot({"enum": list(codes)})), cast("str", Slot(TEXT))
    described = response(status, like(system.error(status, code, message)))
    limited = system.rate_limited(ONE_TOO_MANY)
    if limited.status == status:
        described["headers"] = {
            name: {"required": True, "schema": COUNT if value.isdecimal() else TEXT}
            for name, value in limited.headers.items()
        }
    return described


def response(status: int, schema: Schema, media: str = JSON) -> Row:
    """Describe an answer."""
    return {"description": HTTPStatus(status).phrase, "content": {media: {"schema": schema}}}


def like(value: object) -> Schema:
    """Give the schema of what looks like a value: its words and constants fixed, its slots open."""
    if isinstance(value, Slot):
        return dict(value.schema)
    if isinstance(value, Fresh):
        return TEXT
    if isinstance(value, dict):
        return {
            "type": "object",
            "properties": {name: like(one) for name, one in value.items()},
            "required": list(value),
        }
    return {"const": value}
