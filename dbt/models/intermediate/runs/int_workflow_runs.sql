-- Reasons are codes, never texts: a text may tell of a person.
with runs as (
    select
        'flowmaestro' as system_name,
        runs.account,
        runs.workflow_id,
        coalesce(workflows.workflow_name, runs.workflow_name) as workflow_name,
        runs.execution_id,
        runs.status,
        coalesce(runs.started_at, runs.created_at, runs.first_seen_at) as started_at,
        runs.duration_ms,
        coalesce(runs.error_code, details.error_code) as reason_code,
        coalesce(runs.error_message, details.error_message) is not null as is_reason_told
    from {{ ref('stg_flowmaestro__executions') }} as runs
    left join {{ ref('stg_flowmaestro__execution_details') }} as details
        on runs.account = details.account and runs.execution_id = details.execution_id
    left join {{ ref('stg_flowmaestro__workflows') }} as workflows
        on runs.account = workflows.account and runs.workflow_id = workflows.workflow_id

    union all

    select
        'specway' as system_name,
        runs.account,
        runs.workflow_id,
        workflows.workflow_name,
        runs.execution_id,
        runs.status,
        coalesce(runs.started_at, runs.first_seen_at) as started_at,
        runs.duration_ms,
        coalesce(runs.error_code, details.error_code) as reason_code,
        coalesce(runs.error_message, details.error_message) is not null as is_reason_told
    from {{ ref('stg_specway__executions') }} as runs
    left join {{ ref('stg_specway__execution_details') }} as details
        on runs.account = details.account and runs.execution_id = details.execution_id
    left join {{ ref('stg_specway__workflows') }} as workflows
        on runs.account = workflows.account and runs.workflow_id = workflows.workflow_id
)

select
    system_name,
    account,
    workflow_id,
    workflow_name,
    execution_id,
    status,
    started_at,
    duration_ms,
    case
        when status = 'failed'
            then coalesce(reason_code, case when is_reason_told then 'told in words' else 'not told' end)
    end as failure_reason
from runs
