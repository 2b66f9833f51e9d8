select
    jobs.account,
    jobs.job_id,
    jobs.workflow_type,
    jobs.keyword,
    jobs.location,
    jobs.status,
    jobs.status in ('COMPLETED', 'FAILED', 'TIMED_OUT') as is_final,
    jobs.progress_percent,
    jobs.requested_leads,
    jobs.found_leads,
    jobs.processed_leads,
    coalesce(leads.returned_leads, 0) as returned_leads,
    coalesce(leads.billable_leads, 0) as billable_leads,
    coalesce(leads.valid_leads, 0) as valid_leads,
    jobs.used_credits,
    jobs.created_at,
    cast(jobs.created_at as date) as created_date,
    jobs.started_at,
    jobs.finished_at,
    (epoch_us(jobs.started_at) - epoch_us(jobs.created_at)) // 1000000 as queue_seconds,
    (epoch_us(jobs.finished_at) - epoch_us(jobs.started_at)) // 1000000 as run_seconds,
    jobs.is_deleted,
    jobs.deleted_at,
    jobs.first_seen_at,
    jobs.changed_at
from {{ ref('stg_flowmaticx__jobs') }} as jobs
left join {{ ref('int_job_leads') }} as leads
    on jobs.account = leads.account and jobs.job_id = leads.job_id
