select
    account,
    id as credential_id,
    name as credential_name,
    type as credential_type,
    created_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('specway', 'credentials') }}
