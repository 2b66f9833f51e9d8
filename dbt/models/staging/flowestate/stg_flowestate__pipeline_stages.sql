select
    account,
    id as stage_id,
    name as stage_name,
    color,
    position as stage_position,
    stage_kind,
    system_key,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'pipeline_stages') }}
