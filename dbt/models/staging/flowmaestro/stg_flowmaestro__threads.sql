select
    account,
    id as thread_id,
    agent_id,
    status,
    title,
    message_count,
    created_at,
    updated_at,
    last_message_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowmaestro', 'threads') }}
