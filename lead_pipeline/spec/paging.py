"""How a list is cut into pages: which words ask for the next one, and which words of the answer tell where it stands.

Only the words. Walking them is `extract.walk`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.errors import DeclarationError


@dataclass(frozen=True)
class OffsetPaging:
    """`limit` and `offset` asked, `total` answered beside the rows."""

    page_size: int
    limit: str = "limit"
    offset: str = "offset"
    total: str = "total"

    def __post_init__(self) -> None:
        """A page of nothing would be a walk without end."""
        if self.page_size < 1:
            message = f"page_size {self.page_size} is no number of rows."
            raise DeclarationError(message)


@dataclass(frozen=True)
class OnePage:
    """No pages: one request brings everything there is."""
