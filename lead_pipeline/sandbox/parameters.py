"""Named parameters that come from outside, checked against a function's own keyword-only signature.

Fault kinds and edits are plain functions; this makes their signatures the one list of what may be given.
Such functions must not postpone their annotations: these are read here.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Parameters:
    """The keyword-only parameters of a function, their types and their defaults."""

    def __init__(self, owner: str, function: Callable[..., object]) -> None:
        self.owner = owner
        fields: list[tuple[str, object] | tuple[str, object, object]] = []
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                continue
            if parameter.default is inspect.Parameter.empty:
                fields.append((parameter.name, parameter.annotation))
            else:
                fields.append((parameter.name, parameter.annotation, parameter.default))
        self.names = tuple(field[0] for field in fields)
        self._struct = msgspec.defstruct(
            "Parameters",
            fields,
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
