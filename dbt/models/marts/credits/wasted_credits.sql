-- A lead of a job that is not final has cost nothing yet, and counts with nothing.
with reasons as (
    select
        jobs.account,
        jobs.created_date,
        coalesce(leads.waste_reason, 'risky_address') as reason,
        leads.waste_reason is not null as is_wasted,
        jobs.workflow_type,
        jobs.keyword,
        jobs.location,
        leads.used_credits
    from {{ ref('int_leads_judged') }} as leads
    inner join {{ ref('jobs') }} as jobs
        on leads.account = jobs.account and leads.job_id = jobs.job_id
    where leads.waste_reason is not null or (leads.is_billable and leads.email_status = 'RISKY')
),

summed as (
    select
        account,
        created_date,
        reason,
        is_wasted,
        workflow_type,
        keyword,
        location,
        count(*) as leads,
        cast(coalesce(sum(used_credits), 0) as decimal(18, 4)) as credits
    from reasons
    group by account, created_date, reason, is_wasted, workflow_type, keyword, location
),

prices as (
    select
        account,
        workflow_type,
        cast(sum(used_credits) as hugeint) as used_credits,
        cast(sum(valid_leads) as hugeint) as valid_leads
    from {{ ref('jobs') }}
    group by account, workflow_type
)

select
    summed.account,
    summed.created_date,
    summed.reason,
    summed.is_wasted,
    summed.workflow_type,
    summed.keyword,
    summed.location,
    summed.leads,
    summed.credits,
    {{ divided(
        'cast(summed.credits * 10000 as hugeint) * prices.valid_leads', '(10000 * prices.used_credits)'
    ) }} as would_have_bought_valid_leads
from summed
inner join prices on summed.account = prices.account and summed.workflow_type = prices.workflow_type
