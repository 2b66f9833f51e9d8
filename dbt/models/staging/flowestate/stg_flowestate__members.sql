select
    account,
    id as member_id,
    role,
    user_id,
    user_name,
    user_email,
    user_image,
    user_locale,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowestate', 'members') }}
