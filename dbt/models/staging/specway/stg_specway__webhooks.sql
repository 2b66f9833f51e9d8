select
    account,
    id as webhook_id,
    url as webhook_url,
    events,
    active as is_active,
    created_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('specway', 'webhooks') }}
