select
    account,
    organization_id,
    organization_name,
    organization_slug,
    auth_type,
    auth_scopes,
    auth_client_id,
    auth_user_id,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'me') }}
