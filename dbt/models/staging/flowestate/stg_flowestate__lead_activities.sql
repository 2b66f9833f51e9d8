select
    account,
    id as activity_id,
    lead_id,
    type as activity_type,
    direction,
    content,
    created_at,
    user_id,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'lead_activities') }}
