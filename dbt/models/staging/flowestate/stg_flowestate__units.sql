select
    account,
    id as unit_id,
    project_id,
    name as unit_name,
    type as unit_type,
    price,
    area,
    status,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'units') }}
