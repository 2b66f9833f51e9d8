with summed as (
    select
        calendar.account,
        calendar.usage_date,
        count(jobs.job_id) as jobs,
        count(*) filter (where jobs.is_final) as final_jobs,
        cast(coalesce(sum(jobs.requested_leads), 0) as bigint) as requested_leads,
        cast(coalesce(sum(jobs.found_leads), 0) as bigint) as found_leads,
        cast(coalesce(sum(jobs.returned_leads), 0) as bigint) as returned_leads,
        cast(coalesce(sum(jobs.billable_leads), 0) as bigint) as billable_leads,
        cast(coalesce(sum(jobs.valid_leads), 0) as bigint) as valid_leads,
        cast(coalesce(sum(jobs.used_credits), 0) as bigint) as used_credits,
        cast(coalesce(sum(jobs.useful_credits), 0) as decimal(18, 4)) as useful_credits,
        cast(coalesce(sum(jobs.wasted_credits), 0) as decimal(18, 4)) as wasted_credits,
        cast(coalesce(sum(jobs.deleted_lead_credits), 0) as decimal(18, 4)) as deleted_lead_credits,
        cast(coalesce(sum(jobs.unexplained_credits), 0) as decimal(18, 4)) as unexplained_credits
    from {{ ref('int_account_days') }} as calendar
    left join {{ ref('credit_usage') }} as jobs
        on calendar.account = jobs.account and calendar.usage_date = jobs.created_date
    group by calendar.account, calendar.usage_date
)

select
    account,
    usage_date,
    jobs,
    final_jobs,
    requested_leads,
    found_leads,
    returned_leads,
    billable_leads,
    valid_leads,
    used_credits,
    useful_credits,
    wasted_credits,
    deleted_lead_credits,
    unexplained_credits,
    {{ divided('cast(wasted_credits * 10000 as hugeint)', 'cast(used_credits as hugeint) * 10000') }} as wasted_share
from summed
