with gone as (
    select
        journeys.account,
        least(leads.score // 10, 9) as tenth,
        count(*) as leads,
        count(*) filter (
            where journeys.leadconduit_lead_id is not null or journeys.flowestate_lead_id is not null
        ) as handed_on_leads,
        count(journeys.leadconduit_lead_id) as routed_leads,
        count(*) filter (where journeys.is_accepted) as accepted_leads,
        count(*) filter (where journeys.leadconduit_status = 'converted') as converted_leads,
        count(journeys.flowestate_lead_id) as crm_leads,
        count(*) filter (where journeys.is_won) as won_leads
    from {{ ref('lead_journey') }} as journeys
    inner join {{ ref('leads') }} as leads
        on journeys.account = leads.account and journeys.lead_id = leads.lead_id
    group by journeys.account, least(leads.score // 10, 9)
)

select
    account,
    cast(tenth * 10 as integer) as score_from,
    cast(case when tenth = 9 then 100 else tenth * 10 + 9 end as integer) as score_to,
    leads,
    handed_on_leads,
    routed_leads,
    accepted_leads,
    converted_leads,
    crm_leads,
    won_leads,
    {{ divided('handed_on_leads', 'leads') }} as handed_on_share,
    {{ divided('accepted_leads', 'routed_leads') }} as accepted_share,
    {{ divided('converted_leads', 'routed_leads') }} as converted_share,
    {{ divided('won_leads', 'crm_leads') }} as won_share
from gone
