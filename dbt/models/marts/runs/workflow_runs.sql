with summed as (
    select
        system_name,
        account,
        workflow_id,
        cast(started_at as date) as started_date,
        any_value(workflow_name) as workflow_name,
        count(*) as runs,
        count(*) filter (where status = 'completed') as completed_runs,
        count(*) filter (where status = 'failed') as failed_runs,
        count(*) filter (where status = 'cancelled') as cancelled_runs,
        count(*) filter (where status not in ('completed', 'failed', 'cancelled')) as open_runs,
        cast(round(avg(duration_ms)) as bigint) as average_duration_ms,
        cast(median(duration_ms) as bigint) as median_duration_ms,
        max(duration_ms) as longest_duration_ms
    from {{ ref('int_workflow_runs') }}
    group by system_name, account, workflow_id, cast(started_at as date)
),

reasons as (
    select
        system_name,
        account,
        workflow_id,
        cast(started_at as date) as started_date,
        failure_reason,
        count(*) as runs
    from {{ ref('int_workflow_runs') }}
    where status = 'failed'
    group by system_name, account, workflow_id, cast(started_at as date), failure_reason
),

reasons_together as (
    select
        system_name,
        account,
        workflow_id,
        started_date,
        {{ counted_by('failure_reason', 'runs') }} as failures_by_reason
    from reasons
    group by system_name, account, workflow_id, started_date
)

select
    summed.system_name,
    summed.account,
    summed.workflow_id,
    summed.workflow_name,
    summed.started_date,
    summed.runs,
    summed.completed_runs,
    summed.failed_runs,
    summed.cancelled_runs,
    summed.open_runs,
    {{ divided('summed.completed_runs', '(summed.completed_runs + summed.failed_runs)') }} as success_share,
    summed.average_duration_ms,
    summed.median_duration_ms,
    summed.longest_duration_ms,
    reasons_together.failures_by_reason
from summed
left join reasons_together
    on
        summed.system_name = reasons_together.system_name
        and summed.account = reasons_together.account
        and summed.workflow_id = reasons_together.workflow_id
        and summed.started_date = reasons_together.started_date
