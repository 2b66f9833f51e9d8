"""Named parameters that come from outside, checked against a function's own keyword-only signature.

Fault kinds, edits and endpoints are plain functions; this makes their signatures the one list of what may be given.
Such functions must not postpone their annotations: these are read here.
"""

from __future__ import annotations

import inspect
import re
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, Union, get_args, get_origin

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Schema: TypeAlias = dict[str, Any]

NUMBER = re.compile(r"-?[0-9]{1,19}")
WORDS = {"true": True, "false": False}
NOT_GIVEN = object()
MOMENTS = {"date": "a day, as 2026-05-01", "date-time": "a moment, as 2026-05-01T08:30:00Z"}


@dataclass(frozen=True)
class Declared:
    """A value that comes from outside: its name, its type, and what holds when it is not given."""

    name: str
    type: Any
    default: object = msgspec.NODEFAULT

    @property
    def written(self) -> str:
        """Give the name as it is written outside: Python's own words are declared with a `_` behind."""
        return self.name.rstrip("_")

    @property
    def is_required(self) -> bool:
        """Say whether it must be given."""
        return self.default is msgspec.NODEFAULT

    @property
    def has_default(self) -> bool:
        """Say whether a value holds when none is given; None is none."""
        return not self.is_required and self.default is not None

    def check(self, value: object = NOT_GIVEN) -> object:
        """Give the value as its type has it, or the default; what does not fit is a ValueError that says what would."""
        if value is NOT_GIVEN and not self.is_required:
            return self.default
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON has one kind of number: 50.0 is as whole as 50
        try:
            return msgspec.convert(value, self.type)
        except msgspec.ValidationError as wrong:
            raise ValueError(f"{self.written}: expected {in_words(self.schema())}") from wrong

    def read(self, text: str) -> object:
        """Check a value that is written as text, as in a query."""
        *special, plain = readings(text)
        for value in special:
            try:
                return self.check(value)
            except ValueError:
                continue
        return self.check(plain)

    def schema(self) -> Schema:
        """Give the JSON schema of a value that is given; None is a default that nobody can write."""
        wanted = without_none(self.type) if self.default is None else self.type
        schema: Schema = msgspec.json.schema(wanted)
        if self.has_default:
            schema["default"] = self.default
        return schema


class Parameters:
    """The keyword-only parameters of a function, their types and their defaults."""

    def __init__(self, owner: str, function: Callable[..., object]) -> None:
        self.owner = owner
        self.declared = tuple(
            Declared(
                parameter.name,
                parameter.annotation,
                msgspec.NODEFAULT if parameter.default is inspect.Parameter.empty else parameter.default,
            )
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        )
        self.names = tuple(declared.name for declared in self.declared)
        self._struct = msgspec.defstruct(
            "Parameters",
            [(one.name, one.type) if one.is_required else (one.name, one.type, one.default) for one in self.declared],
            kw_only=True,
            forbid_unknown_fields=True,
        )

    def check(self, given: Mapping[str, object]) -> dict[str, object]:
        """Give all parameters, defaults filled in; what does not fit is a ValueError that says what would."""
        known = ", ".join(self.names) or "none"
        unknown = sorted(set(given) - set(self.names))
        if unknown:
            raise ValueError(f"{self.owner} has no parameter {', '.join(unknown)}; known are: {known}")
        try:
            checked = msgspec.convert(dict(given), self._struct)
        except msgspec.ValidationError as wrong:
            raise ValueError(f"{self.owner}: {wrong}; known parameters: {known}") from wrong
        return {name: getattr(checked, name) for name in self.names}

    def read(self, query: Mapping[str, str]) -> dict[str, object]:
        """Give all parameters of a query, defaults filled in; unknown words are passed over, as APIs do."""
        return {
            one.name: one.read(query[one.written]) if one.written in query else one.check() for one in self.declared
        }


def fields_of(struct: type[msgspec.Struct]) -> tuple[Declared, ...]:
    """Give the fields of a JSON object."""
    return tuple(Declared(one.encode_name, one.type, one.default) for one in msgspec.structs.fields(struct))


def readings(text: str) -> Iterator[object]:
    """Give what a text can stand for; the text itself comes last."""
    if text in WORDS:
        yield WORDS[text]
    if NUMBER.fullmatch(text):
        yield int(text)
    yield text


def without_none(annotation: Any) -> Any:  # noqa: ANN401 - a type is whatever msgspec takes for one
    """Take None out of a union."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    return Union[tuple(one for one in get_args(annotation) if one is not types.NoneType)]  # noqa: UP007 - not known before


def in_words(schema: Schema) -> str:
    """Say what a schema takes."""
    if "anyOf" in schema:
        return " or ".join(in_words(one) for one in schema["anyOf"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if schema.get("type") == "integer":
        bounds = [
            f"{word} {schema[bound]}" for word, bound in (("from", "minimum"), ("to", "maximum")) if bound in schema
        ]
        return " ".join(["a whole number", *bounds])
    if schema.get("format") in MOMENTS:
        return MOMENTS[schema["format"]]
    return {"boolean": "true or false", "string": "text"}.get(schema.get("type", ""), f"a value of {schema}")
