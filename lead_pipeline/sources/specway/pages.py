"""How Specway's lists are paged: by number or by cursor, and its document does not say which list is which."""

from __future__ import annotations

from lead_pipeline.spec.paging import CursorPaging, PagePaging

PAGES = CursorPaging(
    page_size=100,
    next="meta.next_cursor",
    more="meta.has_more",
    smaller=20,
    pages=PagePaging(
        page_size=100, size="limit", total="meta.total", said_page="meta.page", said_size="meta.limit", unsaid_below=20
    ),
)
