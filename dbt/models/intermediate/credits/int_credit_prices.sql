-- A job some of whose leads are not here would look dearer than it was, so only jobs that are here whole count.
select
    jobs.account,
    max((jobs.used_credits + leads.charged_leads_ever_held - 1) // leads.charged_leads_ever_held) as highest_price
from {{ ref('jobs') }} as jobs
inner join {{ ref('int_job_leads') }} as leads
    on jobs.account = leads.account and jobs.job_id = leads.job_id
where
    jobs.is_final
    and jobs.used_credits > 0
    and leads.charged_leads_ever_held > 0
    and leads.leads_ever_held >= jobs.found_leads
group by jobs.account
