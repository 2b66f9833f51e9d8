-- A lead that tells nothing of its business is a business of its own.
with keyed as (
    select
        leads.account,
        leads.lead_id,
        leads.is_billable,
        leads.created_at,
        coalesce(told.business_key, 'lead:' || leads.lead_id) as business_or_lead
    from {{ ref('stg_flowmaticx__leads') }} as leads
    inner join {{ ref('int_leads_identified') }} as told
        on leads.account = told.account and leads.lead_id = told.lead_id
)

select
    account,
    lead_id,
    first_value(lead_id) over (
        partition by account, business_or_lead
        order by is_billable desc, created_at asc, lead_id asc
    ) as first_lead_id
from keyed
