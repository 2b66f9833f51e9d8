with summed as (
    select
        jobs.account,
        jobs.created_date,
        jobs.workflow_type,
        jobs.keyword,
        jobs.location,
        count(*) as jobs,
        cast(sum(jobs.requested_leads) as bigint) as requested_leads,
        cast(sum(jobs.found_leads) as bigint) as found_leads,
        cast(sum(jobs.returned_leads) as bigint) as returned_leads,
        cast(sum(jobs.billable_leads) as bigint) as billable_leads,
        cast(sum(jobs.valid_leads) as bigint) as valid_leads,
        cast(coalesce(sum(leads.risky_leads), 0) as bigint) as risky_leads,
        cast(coalesce(sum(leads.invalid_leads), 0) as bigint) as invalid_leads,
        cast(coalesce(sum(leads.unknown_leads), 0) as bigint) as unknown_leads,
        cast(coalesce(sum(leads.leads_with_email), 0) as bigint) as leads_with_email,
        cast(coalesce(sum(leads.leads_with_phone), 0) as bigint) as leads_with_phone,
        cast(coalesce(sum(leads.leads_with_decision_maker), 0) as bigint) as leads_with_decision_maker,
        cast(coalesce(sum(leads.leads_with_ai_text), 0) as bigint) as leads_with_ai_text,
        cast(coalesce(sum(leads.duplicate_leads), 0) as bigint) as duplicate_leads,
        cast(coalesce(sum(leads.reachable_leads), 0) as bigint) as reachable_leads,
        cast(coalesce(sum(leads.decision_maker_leads), 0) as bigint) as decision_maker_leads,
        cast(coalesce(sum(leads.first_of_business_leads), 0) as bigint) as first_of_business_leads,
        cast(sum(jobs.used_credits) as bigint) as used_credits
    from {{ ref('jobs') }} as jobs
    left join {{ ref('int_job_leads') }} as leads
        on jobs.account = leads.account and jobs.job_id = leads.job_id
    group by jobs.account, jobs.created_date, jobs.workflow_type, jobs.keyword, jobs.location
)

select
    account,
    created_date,
    workflow_type,
    keyword,
    location,
    jobs,
    requested_leads,
    found_leads,
    returned_leads,
    billable_leads,
    valid_leads,
    risky_leads,
    invalid_leads,
    unknown_leads,
    duplicate_leads,
    reachable_leads,
    decision_maker_leads,
    first_of_business_leads,
    {{ divided('found_leads', 'requested_leads') }} as found_of_requested_share,
    {{ divided('valid_leads', 'returned_leads') }} as valid_share,
    {{ divided('risky_leads', 'returned_leads') }} as risky_share,
    {{ divided('invalid_leads', 'returned_leads') }} as invalid_share,
    {{ divided('unknown_leads', 'returned_leads') }} as unknown_share,
    {{ divided('leads_with_email', 'returned_leads') }} as email_share,
    {{ divided('leads_with_phone', 'returned_leads') }} as phone_share,
    {{ divided('leads_with_decision_maker', 'returned_leads') }} as decision_maker_share,
    {{ divided('leads_with_ai_text', 'returned_leads') }} as ai_text_share,
    {{ divided('duplicate_leads', 'returned_leads') }} as duplicate_share,
    used_credits,
    {{ divided('used_credits', 'valid_leads') }} as cost_per_valid_lead
from summed
