-- How far bought leads got, by what had found them.
select
    searches.account,
    searches.day,
    searches.workflow_type,
    searches.keyword,
    searches.location,
    coalesce(journey.flowestate_stage, '(no stage)') as stage,
    coalesce(journey.flowestate_stage_kind, 'open') as stage_kind,
    count(*) as crm_leads,
    cast(coalesce(sum(journey.estimated_value), 0) as double) as estimated_value
from lead_journey as journey
inner join searches on journey.account = searches.account and journey.job_id = searches.job_id
where journey.flowestate_lead_id is not null
group by all
order by all
