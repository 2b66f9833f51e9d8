"""How FlowMaestro's lists are paged: by number, a hundred rows at most."""

from __future__ import annotations

from lead_pipeline.spec.paging import PagePaging

PAGES = PagePaging(
    page_size=100,
    total="pagination.total_count",
    said_page="pagination.page",
    said_size="pagination.per_page",
    unsaid_below=20,
    more=("pagination.has_next", "pagination.has_more"),
)
