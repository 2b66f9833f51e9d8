-- What is held, and how well that is proven.
select
    system, account, endpoint, rows_held, rows_deleted, rows_set_aside, lists_proven, lists_unproven, walked_at,
    oldest_proof_at
from published_endpoints order by all
