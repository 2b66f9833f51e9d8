select
    account,
    id as lead_source_id,
    name as lead_source_name,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'lead_sources') }}
