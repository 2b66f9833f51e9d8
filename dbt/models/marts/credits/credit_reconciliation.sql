with jobs_then as (
    select
        readings.account,
        readings.period_start_at,
        jobs.job_id,
        jobs.used_credits,
        greatest(jobs.requested_leads, jobs.found_leads) as most_leads,
        jobs.is_final
        and coalesce(jobs.finished_at, jobs.started_at, jobs.created_at) <= readings.read_at as was_final
    from {{ ref('int_credit_readings') }} as readings
    inner join {{ ref('jobs') }} as jobs
        on
            readings.account = jobs.account
            and readings.period_start_at <= jobs.created_at
            and readings.period_end_at + interval 1 second > jobs.created_at
            and readings.read_at >= jobs.created_at
    where readings.is_last_of_period
),

sums as (
    select
        account,
        period_start_at,
        count(*) as jobs,
        count(*) filter (where was_final) as final_jobs,
        count(*) filter (where not was_final) as open_jobs,
        coalesce(sum(used_credits) filter (where was_final), 0) as final_jobs_credits,
        coalesce(sum(most_leads) filter (where not was_final), 0) as open_jobs_leads
    from jobs_then
    group by account, period_start_at
),

compared as (
    select
        readings.account,
        readings.period_start_at,
        readings.period_end_at,
        readings.read_at,
        readings.is_latest,
        readings.used_credits as balance_used_credits,
        coalesce(sums.jobs, 0) as jobs,
        coalesce(sums.final_jobs, 0) as final_jobs,
        coalesce(sums.open_jobs, 0) as open_jobs,
        cast(coalesce(sums.final_jobs_credits, 0) as bigint) as final_jobs_credits,
        case
            when coalesce(sums.open_jobs_leads, 0) = 0 then 0
            else cast(sums.open_jobs_leads * prices.highest_price as bigint)
        end as open_jobs_most_credits,
        cast(readings.used_credits - coalesce(sums.final_jobs_credits, 0) as bigint) as remainder_credits
    from {{ ref('int_credit_readings') }} as readings
    left join sums on readings.account = sums.account and readings.period_start_at = sums.period_start_at
    left join {{ ref('int_credit_prices') }} as prices on readings.account = prices.account
    where readings.is_last_of_period
)

select
    account,
    period_start_at,
    period_end_at,
    read_at,
    is_latest,
    balance_used_credits,
    jobs,
    final_jobs,
    final_jobs_credits,
    open_jobs,
    open_jobs_most_credits,
    remainder_credits,
    {{ divided('remainder_credits', 'balance_used_credits') }} as remainder_share,
    {{ explained('remainder_credits', 'open_jobs_most_credits') }} as explained_credits,
    remainder_credits - {{ explained('remainder_credits', 'open_jobs_most_credits') }} as unexplained_credits
from compared
