select
    account,
    id as trigger_id,
    workflow_id,
    workflow_name,
    name as trigger_name,
    coalesce(type, trigger_type) as trigger_type,
    enabled as is_enabled,
    trigger_count,
    last_triggered_at,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowmaestro', 'triggers') }}
