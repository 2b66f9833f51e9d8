select
    account,
    id as execution_id,
    workflow_id,
    status,
    started_at,
    completed_at,
    epoch_ms(completed_at) - epoch_ms(started_at) as duration_ms,
    output,
    logs,
    error,
    case when json_type(error) = 'OBJECT' then error ->> '$.code' end as error_code,
    case when json_type(error) = 'OBJECT' then error ->> '$.message' else error ->> '$' end as error_message,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('specway', 'execution_details') }}
