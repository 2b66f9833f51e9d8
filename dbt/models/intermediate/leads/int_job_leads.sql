with held as (
    select
        account,
        job_id,
        count(*) as returned_leads,
        count(*) filter (where is_billable) as billable_leads,
        count(*) filter (where email_status = 'VALID') as valid_leads,
        count(*) filter (where email_status = 'RISKY') as risky_leads,
        count(*) filter (where email_status = 'INVALID') as invalid_leads,
        count(*) filter (where email_status is null) as unknown_leads,
        count(*) filter (where has_email) as leads_with_email,
        count(*) filter (where has_phone) as leads_with_phone,
        count(*) filter (where has_decision_maker) as leads_with_decision_maker,
        count(*) filter (where has_ai_text) as leads_with_ai_text,
        count(*) filter (where not is_first_of_business) as duplicate_leads,
        count(*) filter (where email_status = 'VALID' and is_reachable) as reachable_leads,
        count(*) filter (
            where email_status = 'VALID' and is_reachable and has_decision_maker
        ) as decision_maker_leads,
        count(*) filter (
            where email_status = 'VALID' and is_reachable and has_decision_maker and is_first_of_business
        ) as first_of_business_leads,
        sum(used_credits) filter (where waste_reason is null) as useful_credits,
        sum(used_credits) filter (where waste_reason is null and email_status = 'RISKY') as risky_credits,
        sum(used_credits) filter (where waste_reason = 'duplicate') as duplicate_credits,
        sum(used_credits) filter (where waste_reason = 'unreachable') as unreachable_credits,
        sum(used_credits) filter (where waste_reason = 'invalid_address') as invalid_address_credits
    from {{ ref('int_leads_judged') }}
    where job_id is not null
    group by account, job_id
),

ever_held as (
    select
        account,
        job_id,
        count(*) as leads_ever_held,
        count(*) filter (where is_billable) as charged_leads_ever_held,
        sum(used_credits) filter (where is_deleted) as deleted_lead_credits
    from {{ ref('int_lead_credits') }}
    where job_id is not null
    group by account, job_id
)

select
    ever_held.account,
    ever_held.job_id,
    ever_held.leads_ever_held,
    ever_held.charged_leads_ever_held,
    coalesce(held.returned_leads, 0) as returned_leads,
    coalesce(held.billable_leads, 0) as billable_leads,
    coalesce(held.valid_leads, 0) as valid_leads,
    coalesce(held.risky_leads, 0) as risky_leads,
    coalesce(held.invalid_leads, 0) as invalid_leads,
    coalesce(held.unknown_leads, 0) as unknown_leads,
    coalesce(held.leads_with_email, 0) as leads_with_email,
    coalesce(held.leads_with_phone, 0) as leads_with_phone,
    coalesce(held.leads_with_decision_maker, 0) as leads_with_decision_maker,
    coalesce(held.leads_with_ai_text, 0) as leads_with_ai_text,
    coalesce(held.duplicate_leads, 0) as duplicate_leads,
    coalesce(held.reachable_leads, 0) as reachable_leads,
    coalesce(held.decision_maker_leads, 0) as decision_maker_leads,
    coalesce(held.first_of_business_leads, 0) as first_of_business_leads,
    coalesce(held.useful_credits, 0) as useful_credits,
    coalesce(held.risky_credits, 0) as risky_credits,
    coalesce(held.duplicate_credits, 0) as duplicate_credits,
    coalesce(held.unreachable_credits, 0) as unreachable_credits,
    coalesce(held.invalid_address_credits, 0) as invalid_address_credits,
    coalesce(ever_held.deleted_lead_credits, 0) as deleted_lead_credits
from ever_held
left join held on ever_held.account = held.account and ever_held.job_id = held.job_id
