select
    account,
    id as flow_id,
    name as flow_name,
    status,
    description,
    configuration,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('leadconduit', 'flow_details') }}
