select
    account,
    id as flow_id,
    name as flow_name,
    status,
    total_leads,
    acceptance_rate as acceptance_share,
    average_quality,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('leadconduit', 'flows') }}
