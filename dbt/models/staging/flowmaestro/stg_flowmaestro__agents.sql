select
    account,
    id as agent_id,
    name as agent_name,
    description,
    model,
    provider,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowmaestro', 'agents') }}
