select
    account,
    id as submission_id,
    form_id,
    data as answers,
    coalesce(submitted_at, created_at) as submitted_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('specway', 'form_submissions') }}
