with bought as (
    select
        *,
        cast(lead_id as varchar) as lead_key
    from {{ ref('leads') }}
    where is_billable
),

routed as (
    select
        matches.from_account as bought_account,
        matches.from_lead_id as bought_lead_id,
        leads.account,
        leads.lead_id,
        leads.flow_id,
        leads.status,
        leads.created_at,
        matches.matched_by,
        leads.status in ('accepted', 'delivered', 'failed', 'converted') as is_accepted,
        leads.status in ('delivered', 'converted') as is_delivered
    from {{ ref('int_contact_matches') }} as matches
    inner join {{ ref('stg_leadconduit__lead_details') }} as leads
        on matches.to_account = leads.account and matches.to_lead_id = leads.lead_id
    where matches.to_system = 'leadconduit'
),

-- Of several, the one that got furthest stands for the lead; of those that got as far, the first.
routed_once as (
    select
        *,
        count(*) over (partition by bought_account, bought_lead_id) as leads,
        bool_or(is_accepted) over (partition by bought_account, bought_lead_id) as is_any_accepted,
        bool_or(is_delivered) over (partition by bought_account, bought_lead_id) as is_any_delivered
    from routed
    qualify row_number() over (
            partition by bought_account, bought_lead_id
            order by is_delivered desc, is_accepted desc, created_at asc, account asc, lead_id asc
        ) = 1
),

sold_once as (
    select
        *,
        count(*) over (partition by bought_account, bought_lead_id) as leads,
        bool_or(is_won) over (partition by bought_account, bought_lead_id) as is_any_won
    from {{ ref('int_crm_leads') }}
    where bought_lead_id is not null
    qualify row_number() over (
            partition by bought_account, bought_lead_id
            order by is_won desc, is_lost asc, created_at asc, account asc, lead_id asc
        ) = 1
)

select
    bought.account,
    bought.lead_id,
    bought.job_id,
    bought.workflow_type,
    bought.job_keyword,
    bought.job_location,
    bought.business_name,
    bought.created_at as bought_at,
    bought.used_credits,
    routed_once.account as leadconduit_account,
    routed_once.lead_id as leadconduit_lead_id,
    routed_once.flow_id as leadconduit_flow_id,
    routed_once.matched_by as leadconduit_matched_by,
    coalesce(routed_once.leads, 0) as leadconduit_leads,
    routed_once.status as leadconduit_status,
    routed_once.created_at as leadconduit_created_at,
    coalesce(routed_once.is_any_accepted, false) as is_accepted,
    coalesce(routed_once.is_any_delivered, false) as is_delivered,
    sold_once.account as flowestate_account,
    sold_once.lead_id as flowestate_lead_id,
    sold_once.matched_by as flowestate_matched_by,
    sold_once.matched_from as flowestate_matched_from,
    coalesce(sold_once.leads, 0) as flowestate_leads,
    sold_once.status as flowestate_status,
    sold_once.stage_name as flowestate_stage,
    sold_once.stage_kind as flowestate_stage_kind,
    sold_once.created_at as flowestate_created_at,
    sold_once.estimated_value,
    coalesce(sold_once.is_any_won, false) as is_won
from bought
left join routed_once on bought.account = routed_once.bought_account and bought.lead_key = routed_once.bought_lead_id
left join sold_once on bought.account = sold_once.bought_account and bought.lead_key = sold_once.bought_lead_id
