select
    account,
    id as delivery_id,
    webhook_id,
    event_type,
    status,
    attempts,
    response_status,
    response_time_ms,
    error_message,
    created_at,
    last_attempt_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowmaestro', 'webhook_deliveries') }}
