"""Once per parent row that changed: how a list without a time of change is kept fresh with few requests.

The list is read per parent (`param`), and a parent whose state is final and whose row has not changed since its
children were last proven is not asked again, but for a slow rolling re-check.
"""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.errors import DeclarationError


@dataclass(frozen=True, kw_only=True)
class OncePerParent:
    """The children of one parent row, asked for by its id.

    `whole_list` says that the list can also be read without a parent: its total then counts all children at once, which
    shows in one request whether any parent's children changed unseen, or belong to no parent at all. `child_dated_by`
    says when a child came: one that only the whole list shows is looked for in the lists of the parents made before it.
    """

    parent: str
    parent_key: str
    param: str
    fills: str
    final_column: str
    final_values: frozenset[str]
    expected_column: str | None = None
    dated_by: str
    child_dated_by: str | None = None
    whole_list: bool = False
    recheck_after_days: int = 30
    rechecks_per_run: int = 20

    def __post_init__(self) -> None:
        """A parent that is never final would be re-read for ever, and the declaration would not say so."""
        if not self.final_values:
            message = f"children of {self.parent}: say which values of {self.final_column!r} are final."
            raise DeclarationError(message)
