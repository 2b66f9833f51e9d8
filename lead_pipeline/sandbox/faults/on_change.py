"""Faults that change the state, truly, just before the matched request is answered.

Rows come and go while someone is paging. What only pretends is in on_page.
"""

# No postponed annotations here: the parameters' types are read.

from typing import Annotated, Literal

from msgspec import Meta

from lead_pipeline.sandbox.faults.kinds import fault_kind
from lead_pipeline.sandbox.listing import Listing

NotNegative = Annotated[int, Meta(ge=0)]
Position = Literal["head", "middle", "tail", "read"] | NotNegative
"""`read`: in the part before the offset that is being asked for."""
Count = Annotated[int, Meta(ge=1, le=1000)]


@fault_kind("change")
def insert_row(listing: Listing, *, at: Position = "head", count: Count = 1, silent: bool = False) -> None:
    """Let rows appear; `silent` leaves the counters of the job as they were."""
    for _ in range(count):
        listing.shelf.insert(index_of(listing, at, listing.shelf.count()), silent=silent)


@fault_kind("change")
def delete_row(listing: Listing, *, at: Position = "head", count: Count = 1, silent: bool = False) -> None:
    """Let rows vanish; there being fewer is no error."""
    for _ in range(min(count, listing.shelf.count())):
        listing.shelf.delete(index_of(listing, at, listing.shelf.count() - 1), silent=silent)


@fault_kind("change")
def swap_row(
    listing: Listing, *, insert: Position = "tail", delete: Position = "read", count: Count = 1, silent: bool = False
) -> None:
    """Let as many rows vanish as appear: the total stays."""
    count = min(count, listing.shelf.count())
    # First the deletions, lest what is inserted is what is deleted.
    for _ in range(count):
        listing.shelf.delete(index_of(listing, delete, listing.shelf.count() - 1), silent=silent)
    for _ in range(count):
        listing.shelf.insert(index_of(listing, insert, listing.shelf.count()), silent=silent)


def index_of(listing: Listing, at: Position, last: int) -> int:
    """Turn a position into an index of the list."""
    if at == "head":
        index = 0
    elif at == "middle":
        index = last // 2
    elif at == "tail":
        index = last
    elif at == "read":
        index = listing.offset // 2
    else:
        index = at
    return max(0, min(index, last))
