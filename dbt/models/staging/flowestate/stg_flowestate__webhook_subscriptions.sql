select
    account,
    id as subscription_id,
    target_url,
    events,
    external_id,
    managed_by,
    is_active,
    created_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'webhook_subscriptions') }}
