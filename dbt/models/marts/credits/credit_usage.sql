with parts as (
    select
        jobs.account,
        jobs.job_id,
        jobs.workflow_type,
        jobs.keyword,
        jobs.location,
        jobs.status,
        jobs.created_at,
        jobs.created_date,
        jobs.is_final,
        jobs.is_deleted,
        jobs.requested_leads,
        jobs.found_leads,
        jobs.returned_leads,
        jobs.billable_leads,
        jobs.valid_leads,
        jobs.used_credits,
        cast(coalesce(leads.useful_credits, 0) as decimal(18, 4)) as useful_credits,
        cast(coalesce(leads.risky_credits, 0) as decimal(18, 4)) as risky_credits,
        cast(coalesce(leads.duplicate_credits, 0) as decimal(18, 4)) as duplicate_credits,
        cast(coalesce(leads.unreachable_credits, 0) as decimal(18, 4)) as unreachable_credits,
        cast(coalesce(leads.invalid_address_credits, 0) as decimal(18, 4)) as invalid_address_credits,
        cast(coalesce(leads.deleted_lead_credits, 0) as decimal(18, 4)) as deleted_lead_credits
    from {{ ref('jobs') }} as jobs
    left join {{ ref('int_job_leads') }} as leads
        on jobs.account = leads.account and jobs.job_id = leads.job_id
),

summed as (
    select
        *,
        cast(
            duplicate_credits + unreachable_credits + invalid_address_credits as decimal(18, 4)
        ) as wasted_credits
    from parts
)

select
    account,
    job_id,
    workflow_type,
    keyword,
    location,
    status,
    created_at,
    created_date,
    is_final,
    is_deleted,
    requested_leads,
    found_leads,
    returned_leads,
    billable_leads,
    valid_leads,
    used_credits,
    {{ divided('used_credits', 'found_leads') }} as credits_per_found_lead,
    {{ divided('used_credits', 'valid_leads') }} as credits_per_valid_lead,
    useful_credits,
    risky_credits,
    wasted_credits,
    duplicate_credits,
    unreachable_credits,
    invalid_address_credits,
    deleted_lead_credits,
    cast(used_credits - useful_credits - wasted_credits - deleted_lead_credits as decimal(18, 4))
        as unexplained_credits,
    {{ divided('cast(wasted_credits * 10000 as hugeint)', 'cast(used_credits as hugeint) * 10000') }} as wasted_share
from summed
