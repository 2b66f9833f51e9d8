with flags as (
    select
        leads.account,
        leads.lead_id,
        leads.job_id,
        leads.email_status,
        leads.is_billable,
        told.email_normalised,
        told.email_typo_of,
        told.phone_e164,
        told.phone_kind,
        told.has_phone,
        told.domain,
        told.country_code,
        told.business_key,
        firms.first_lead_id,
        paid.used_credits,
        leads.lead_id = firms.first_lead_id as is_first_of_business,
        told.email_normalised is not null as has_email,
        {{ is_said('leads.decision_maker_name') }} as has_decision_maker,
        {{ is_said('leads.decision_maker_role') }} as has_role,
        (
            {{ is_said('leads.icebreaker') }}
            or {{ is_said('leads.email_subject') }}
            or {{ is_said('leads.email_body') }}
            or {{ is_said('leads.ai_insight') }}
        ) as has_ai_text,
        {{ is_said('leads.city') }} as has_city,
        leads.rating,
        leads.reviews_count
    from {{ ref('stg_flowmaticx__leads') }} as leads
    inner join {{ ref('int_leads_identified') }} as told
        on leads.account = told.account and leads.lead_id = told.lead_id
    inner join {{ ref('int_leads_by_business') }} as firms
        on leads.account = firms.account and leads.lead_id = firms.lead_id
    inner join {{ ref('int_lead_credits') }} as paid
        on leads.account = paid.account and leads.lead_id = paid.lead_id
),

reached as (
    select
        *,
        has_phone or (has_email and email_status is distinct from 'INVALID') as is_reachable
    from flags
)

select
    account,
    lead_id,
    job_id,
    email_status,
    email_normalised,
    email_typo_of,
    phone_e164,
    phone_kind,
    domain,
    country_code,
    business_key,
    first_lead_id,
    is_first_of_business,
    has_email,
    has_phone,
    has_decision_maker,
    has_role,
    has_ai_text,
    has_city,
    rating,
    reviews_count,
    is_reachable,
    is_billable,
    used_credits,
    case
        when not is_billable then null
        when not is_first_of_business then 'duplicate'
        when not is_reachable then 'unreachable'
        when email_status = 'INVALID' then 'invalid_address'
    end as waste_reason
from reached
