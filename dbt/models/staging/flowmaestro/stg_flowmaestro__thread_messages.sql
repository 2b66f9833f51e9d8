select
    account,
    thread_id,
    id as message_id,
    role,
    content,
    tool_calls,
    created_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowmaestro', 'thread_messages') }}
