-- What the APIs do that nobody declared.
select system, account, endpoint, kind, field, records, first_seen_at, last_seen_at
from published_drift order by last_seen_at desc, system, account, endpoint, field
limit 500
