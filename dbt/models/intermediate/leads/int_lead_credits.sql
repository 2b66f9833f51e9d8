-- Shared out in ten-thousandths of a credit, the odd ones to the lowest ids: so the parts are the whole, to the last.
with places as (
    select
        leads.account,
        leads.lead_id,
        leads.job_id,
        leads.is_billable,
        leads.is_deleted,
        cast(jobs.used_credits as hugeint) * 10000 as ten_thousandths,
        count(*) over (partition by leads.account, leads.job_id, leads.is_billable) as sharers,
        row_number() over (
            partition by leads.account, leads.job_id, leads.is_billable
            order by leads.lead_id
        ) as place
    from {{ ref('stg_flowmaticx__leads') }} as leads
    left join {{ ref('stg_flowmaticx__jobs') }} as jobs
        on leads.account = jobs.account and leads.job_id = jobs.job_id
),

parts as (
    select
        account,
        lead_id,
        job_id,
        is_billable,
        is_deleted,
        case
            when not is_billable then 0
            else ten_thousandths // sharers + case when place <= ten_thousandths % sharers then 1 else 0 end
        end as ten_thousandths
    from places
)

select
    account,
    lead_id,
    job_id,
    is_billable,
    is_deleted,
    cast(0.0001 * cast(ten_thousandths as decimal(30, 0)) as decimal(18, 4)) as used_credits
from parts
