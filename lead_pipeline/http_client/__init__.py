"""One request to one API: the key, the budget, the retries, and what an answer means.

Knows nothing of pages, rows or tables. Which codes and headers a system uses is said in `spec`.
"""
