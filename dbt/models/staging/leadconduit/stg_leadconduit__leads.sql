select
    account,
    id as lead_id,
    flow_id,
    created_at,
    status,
    quality_score,
    source,
    campaign,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('leadconduit', 'leads') }}
