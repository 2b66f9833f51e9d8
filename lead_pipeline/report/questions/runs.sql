-- The newest sync of each account.
select system, account, status, coalesce(ended_at, started_at) as ended_at, last_ok_at
from published_runs order by all
