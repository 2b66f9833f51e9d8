-- Bought leads on their way: each step is a part of those bought.
select
    searches.account,
    searches.day,
    searches.workflow_type,
    searches.keyword,
    searches.location,
    count(*) as bought_leads,
    count(journey.leadconduit_lead_id) as routed_leads,
    count(*) filter (where journey.is_accepted) as accepted_leads,
    count(*) filter (where journey.is_delivered) as delivered_leads,
    count(journey.flowestate_lead_id) as crm_leads,
    count(*) filter (where journey.is_won) as won_leads,
    cast(coalesce(sum(journey.used_credits), 0) as double) as used_credits
from lead_journey as journey
inner join searches on journey.account = searches.account and journey.job_id = searches.job_id
where exists (select 1 from lead_journey where leadconduit_lead_id is not null or flowestate_lead_id is not null)
group by all
order by all
