select
    account,
    flow_id,
    id as step_id,
    type as step_type,
    name as step_name,
    position as step_position,
    service as step_service,
    settings as step_settings,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('leadconduit', 'flow_steps') }}
