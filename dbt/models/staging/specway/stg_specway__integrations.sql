select
    account,
    id as integration_id,
    provider,
    name as integration_name,
    status,
    connected_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('specway', 'integrations') }}
