"""How FlowEstate's lists are paged: by offset, a hundred rows at most."""

from __future__ import annotations

from lead_pipeline.spec.paging import OffsetPaging

PAGES = OffsetPaging(
    page_size=100,
    total="pagination.total",
    said_limit="pagination.limit",
    said_offset="pagination.offset",
    more="pagination.hasMore",
)
