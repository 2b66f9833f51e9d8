-- Runs of workflows by day.
select
    account,
    started_date as day,
    system_name as system,
    coalesce(workflow_name, workflow_id) as workflow,
    sum(runs) as runs,
    sum(completed_runs) as completed_runs,
    sum(failed_runs) as failed_runs,
    sum(completed_runs + failed_runs) as ended_runs,
    sum(cancelled_runs) as cancelled_runs,
    sum(open_runs) as open_runs
from workflow_runs
group by all
order by all
