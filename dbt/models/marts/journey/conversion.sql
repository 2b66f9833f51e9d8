with paid as (
    select
        account,
        workflow_type,
        keyword,
        location,
        count(*) as jobs,
        cast(sum(used_credits) as bigint) as used_credits
    from {{ ref('jobs') }}
    group by account, workflow_type, keyword, location
),

gone as (
    select
        account,
        workflow_type,
        job_keyword,
        job_location,
        count(*) as bought_leads,
        count(leadconduit_lead_id) as routed_leads,
        count(*) filter (where is_accepted) as accepted_leads,
        count(*) filter (where is_delivered) as delivered_leads,
        count(flowestate_lead_id) as crm_leads,
        count(*) filter (where is_won) as won_leads
    from {{ ref('lead_journey') }}
    where job_id is not null
    group by account, workflow_type, job_keyword, job_location
),

summed as (
    select
        paid.account,
        paid.workflow_type,
        paid.keyword,
        paid.location,
        paid.jobs,
        paid.used_credits,
        coalesce(gone.bought_leads, 0) as bought_leads,
        coalesce(gone.routed_leads, 0) as routed_leads,
        coalesce(gone.accepted_leads, 0) as accepted_leads,
        coalesce(gone.delivered_leads, 0) as delivered_leads,
        coalesce(gone.crm_leads, 0) as crm_leads,
        coalesce(gone.won_leads, 0) as won_leads
    from paid
    left join gone
        on
            paid.account = gone.account
            and paid.workflow_type is not distinct from gone.workflow_type
            and paid.keyword is not distinct from gone.job_keyword
            and paid.location is not distinct from gone.job_location
)

select
    account,
    workflow_type,
    keyword,
    location,
    jobs,
    used_credits,
    bought_leads,
    routed_leads,
    accepted_leads,
    delivered_leads,
    crm_leads,
    won_leads,
    {{ divided('accepted_leads', 'bought_leads') }} as accepted_share,
    {{ divided('won_leads', 'bought_leads') }} as won_share,
    {{ divided('used_credits', 'accepted_leads') }} as credits_per_accepted_lead,
    {{ divided('used_credits', 'won_leads') }} as credits_per_won_lead
from summed
