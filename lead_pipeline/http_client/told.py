"""What an answer tells beside its data: its own number, what is wrong with which field, and what is left of a budget.

Where each stands is said in `spec`. Nothing here decides what an answer means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lead_pipeline.spec.budget import Budget
    from lead_pipeline.spec.reply import Envelope, FieldsInMessage

_FIELD, _REASONS, _LISTS = "field", ("message", "reason", "code"), ("errors", "fields")
_LONGEST = 100  # characters of an answer's own number


def request_id(outer: Mapping[str, msgspec.Raw] | None, envelope: Envelope) -> str | None:
    """The number that the API gave the request, to tell its makers when something is wrong."""
    for place in envelope.request_ids if outer else ():
        head, *names = place.split(".")
        found: object = _decoded((outer or {}).get(head))
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str | int) and found:
            return str(found)[:_LONGEST]
    return None


def fields_of(words: Mapping[str, Any], envelope: Envelope) -> dict[str, str]:
    """What is wrong with which field: as a list of objects, an object by field, or within the message."""
    found = dict(_listed(words.get(envelope.details)))
    message = words.get(envelope.message)
    if not found and envelope.fields is not None and isinstance(message, str):
        found = dict(_in_message(message, envelope.fields))
    return found


def budget_told(headers: Mapping[str, str], window: Budget) -> tuple[int | None, int | None, float | None]:
    """What the headers say of one window: what the key may, what is left, and when it starts anew."""
    limit, left, reset = (_number(headers, name) for name in (window.limit, window.left, window.reset))
    return (None if not limit else int(limit), None if left is None else int(left), reset)


def _listed(details: object) -> Iterator[tuple[str, str]]:
    if isinstance(details, dict):
        inner = next((details[name] for name in _LISTS if isinstance(details.get(name), list | dict)), None)
        if inner is not None:
            yield from _listed(inner)
            return
        yield from ((str(name), value) for name, value in details.items() if isinstance(value, str))
    for each in details if isinstance(details, list) else ():
        if isinstance(each, dict) and isinstance(each.get(_FIELD), str):
            reasons = (each[name] for name in _REASONS if isinstance(each.get(name), str))
            yield each[_FIELD], next(reasons, "")


def _in_message(message: str, shape: FieldsInMessage) -> Iterator[tuple[str, str]]:
    """Nothing, where a part is not as it should be: half an understanding is none."""
    if not message.startswith(shape.prefix):
        return
    parts = [part.partition(shape.after_field) for part in message.removeprefix(shape.prefix).split(shape.between)]
    if all(name and middle for name, middle, _ in parts):
        yield from ((name.strip(), reason.strip()) for name, _, reason in parts)


def _number(headers: Mapping[str, str], name: str | None) -> float | None:
    try:
        number = float(headers.get(name or "", ""))
    except ValueError:
        return None
    return number if 0 <= number < 2**40 else None


def _decoded(raw: msgspec.Raw | None) -> object:
    try:
        return None if raw is None else msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
