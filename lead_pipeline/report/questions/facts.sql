-- One row an account, day, workflow type, keyword and location: all that the page adds up after a filter.
-- Of the funnel each step is a part of the one before it.
with from_jobs as (
    select
        searches.account,
        searches.day,
        searches.workflow_type,
        searches.keyword,
        searches.location,
        count(*) as jobs,
        sum(usage.requested_leads) as requested_leads,
        sum(usage.found_leads) as found_leads,
        sum(usage.billable_leads) as billable_leads,
        sum(usage.used_credits) as used_credits,
        sum(usage.useful_credits) - sum(usage.risky_credits) as useful_credits,
        sum(usage.risky_credits) as risky_credits,
        sum(usage.wasted_credits) as wasted_credits,
        sum(usage.duplicate_credits) as duplicate_credits,
        sum(usage.unreachable_credits) as unreachable_credits,
        sum(usage.invalid_address_credits) as invalid_address_credits
    from credit_usage as usage
    inner join searches on usage.account = searches.account and usage.job_id = searches.job_id
    group by all
),

from_leads as (
    select
        leads.account,
        coalesce(searches.day, cast(date_trunc($grain, cast(leads.created_at as date)) as date)) as day,
        coalesce(searches.workflow_type, '(no job)') as workflow_type,
        coalesce(searches.keyword, '(no job)') as keyword,
        coalesce(searches.location, '(no job)') as location,
        count(*) as returned_leads,
        count(*) filter (where leads.email_status = 'VALID') as valid_leads,
        count(*) filter (where leads.email_status = 'RISKY') as risky_leads,
        count(*) filter (where leads.email_status = 'INVALID') as invalid_leads,
        count(*) filter (where coalesce(leads.email_status, '') not in ('VALID', 'RISKY', 'INVALID')) as unknown_leads,
        count(*) filter (where leads.email_status = 'VALID' and leads.is_reachable) as reachable_valid_leads,
        count(*) filter (where leads.email_status = 'VALID' and leads.is_reachable and leads.has_decision_maker)
            as decision_maker_valid_leads,
        count(*) filter (
            where leads.email_status = 'VALID' and leads.is_reachable and leads.has_decision_maker
            and leads.is_first_of_business
        ) as first_valid_leads,
        count(*) filter (where leads.is_reachable) as reachable_leads,
        count(*) filter (where leads.has_email) as email_leads,
        count(*) filter (where leads.has_phone) as phone_leads,
        count(*) filter (where leads.has_decision_maker) as decision_maker_leads,
        count(*) filter (where leads.domain is not null) as website_leads,
        count(*) filter (where leads.has_ai_text) as ai_text_leads,
        count(*) filter (where not leads.is_first_of_business) as duplicate_leads,
        count(*) filter (where leads.score < 10) as score_0,
        count(*) filter (where leads.score between 10 and 19) as score_10,
        count(*) filter (where leads.score between 20 and 29) as score_20,
        count(*) filter (where leads.score between 30 and 39) as score_30,
        count(*) filter (where leads.score between 40 and 49) as score_40,
        count(*) filter (where leads.score between 50 and 59) as score_50,
        count(*) filter (where leads.score between 60 and 69) as score_60,
        count(*) filter (where leads.score between 70 and 79) as score_70,
        count(*) filter (where leads.score between 80 and 89) as score_80,
        count(*) filter (where leads.score >= 90) as score_90,
        count(worth_a_call.lead_id) as callable_leads
    from leads
    left join searches on leads.account = searches.account and leads.job_id = searches.job_id
    left join worth_a_call on leads.account = worth_a_call.account and leads.lead_id = worth_a_call.lead_id
    group by all
)

select
    account,
    day,
    workflow_type,
    keyword,
    location,
    cast(coalesce(sum(columns(* exclude (account, day, workflow_type, keyword, location))), 0) as double)
from (select * from from_jobs union all by name select * from from_leads)
group by account, day, workflow_type, keyword, location
order by account, day, workflow_type, keyword, location
