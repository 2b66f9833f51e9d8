"""How the lists of one run begin: an API that ignores whose children are asked for shows each parent the same list.

Which lists are read, and what becomes of their rows, is decided in children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import FilterIgnored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.extract.page import Page
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import OncePerParent

LEAST_ALIKE = 2  # rows: one says too little
_CURE = "Nothing more of it is landed. Run again later; if it stays so, report it to the API's makers."


class Beginnings:
    """The first page of each parent's list, as far as telling two apart takes."""

    def __init__(self, name: str, endpoint: Endpoint, per: OncePerParent) -> None:
        self._name = name
        self._per = per
        self._are_apart = per.fills not in endpoint.table.key  # else children of two parents may have one id
        self._parents: dict[int, int | str] = {}

    def refuse_alike(self, parent: int | str, pages: Sequence[Page]) -> None:
        """Keep how this list begins; an error if another parent's began with the same rows."""
        keys = tuple(pages[0].keys) if pages else ()
        if len(keys) < LEAST_ALIKE or not self._are_apart:
            return
        other = self._parents.setdefault(hash(keys), parent)
        if other != parent:
            both = f"the lists of {self._per.parent} {other} and {parent} show the same rows"
            message = f"{self._name}: {both}: the API seems to ignore {self._per.param!r}."
            raise FilterIgnored(message, cure=_CURE, parents=[other, parent])
