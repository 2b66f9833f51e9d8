-- Every job with what the page filters by. A day stands for its week or month where there would be too many rows, and
-- rare keywords and locations for all others: $grain, $most.
create or replace temp table searches as
with jobs_of as (
    select account, job_id, created_date, workflow_type, keyword, location from credit_usage
),

keywords as (
    select keyword from jobs_of group by keyword order by count(*) desc, keyword limit $most
),

locations as (
    select location from jobs_of group by location order by count(*) desc, location limit $most
)

select
    jobs_of.account,
    jobs_of.job_id,
    cast(date_trunc($grain, jobs_of.created_date) as date) as day,
    coalesce(jobs_of.workflow_type, '(not told)') as workflow_type,
    case when jobs_of.keyword is null then '(not told)' else coalesce(keywords.keyword, '(all others)') end as keyword,
    case when jobs_of.location is null then '(not told)' else coalesce(locations.location, '(all others)') end
        as location
from jobs_of
left join keywords on jobs_of.keyword = keywords.keyword
left join locations on jobs_of.location = locations.location
