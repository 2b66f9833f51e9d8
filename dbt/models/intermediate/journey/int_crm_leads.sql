-- A FlowEstate lead, and the bought lead that it goes back to: by way of LeadConduit, or straight.
select
    leads.account,
    leads.lead_id,
    leads.status,
    leads.stage_name,
    kinds.stage_kind,
    leads.created_at,
    coalesce(leads.status = 'won' or kinds.stage_kind = 'won', false) as is_won,
    coalesce(leads.status = 'lost' or kinds.stage_kind = 'lost', false) as is_lost,
    cast(leads.estimated_value as decimal(18, 2)) as estimated_value,
    matches.matched_by,
    matches.from_system as matched_from,
    coalesce(origins.from_account, case when matches.from_system = 'flowmaticx' then matches.from_account end)
        as bought_account,
    coalesce(origins.from_lead_id, case when matches.from_system = 'flowmaticx' then matches.from_lead_id end)
        as bought_lead_id
from {{ ref('stg_flowestate__leads') }} as leads
inner join {{ ref('int_contact_matches') }} as matches
    on matches.to_system = 'flowestate' and leads.account = matches.to_account and leads.lead_id = matches.to_lead_id
left join {{ ref('int_contact_matches') }} as origins
    on
        origins.to_system = 'leadconduit'
        and matches.from_system = 'leadconduit'
        and matches.from_account = origins.to_account
        and matches.from_lead_id = origins.to_lead_id
left join {{ ref('stg_flowestate__pipeline_stages') }} as kinds
    on leads.account = kinds.account and leads.stage_id = kinds.stage_id
