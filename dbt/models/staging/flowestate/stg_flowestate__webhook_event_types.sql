select
    account,
    _first_seen_at as read_at,
    events,
    groups as event_groups,
    _run_id as run_id
from {{ source('flowestate', 'webhook_event_types') }}
