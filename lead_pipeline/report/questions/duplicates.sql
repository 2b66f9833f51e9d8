-- Leads of a business that was bought before, by what bought them and by what had bought the business first.
select
    again.account,
    again.day,
    again.workflow_type,
    again.keyword,
    again.location,
    coalesce(first_searches.workflow_type, '(no job)') as first_workflow_type,
    coalesce(first_searches.keyword, '(no job)') as first_keyword,
    count(*) as duplicate_leads,
    cast(coalesce(sum(leads.used_credits) filter (where leads.waste_reason = 'duplicate'), 0) as double)
        as duplicate_credits
from leads
inner join searches as again on leads.account = again.account and leads.job_id = again.job_id
inner join leads as first_leads
    on leads.account = first_leads.account and leads.first_lead_id = first_leads.lead_id
left join searches as first_searches
    on first_leads.account = first_searches.account and first_leads.job_id = first_searches.job_id
where not leads.is_first_of_business
group by all
order by duplicate_leads desc, account, day, keyword, first_keyword
limit $most_rows
