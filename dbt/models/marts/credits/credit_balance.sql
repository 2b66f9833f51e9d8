with readings as (
    select
        readings.account,
        readings.balance_date,
        readings.read_at,
        readings.plan_id,
        readings.subscription_status,
        readings.total_credits,
        readings.used_credits,
        readings.remaining_credits,
        readings.period_start_at,
        readings.period_end_at,
        readings.period_seconds,
        readings.is_latest,
        burn.days_of_7,
        burn.days_of_28,
        burn.burnt_in_7,
        burn.burnt_in_28,
        greatest(
            0,
            least(
                readings.period_seconds,
                (epoch_us(readings.read_at) - epoch_us(readings.period_start_at)) // 1000000
            )
        ) as elapsed_seconds
    from {{ ref('int_credit_readings') }} as readings
    left join {{ ref('int_credit_burn') }} as burn
        on readings.account = burn.account and readings.balance_date = burn.balance_date
    where readings.is_last_of_day
),

dated as (
    select
        readings.*,
        case
            when readings.remaining_credits <= 0 then readings.balance_date
            else running_out.earliest_date
        end as runs_out_earliest_date,
        case
            when readings.remaining_credits <= 0 then readings.balance_date
            else running_out.likely_date
        end as runs_out_likely_date,
        case
            when readings.remaining_credits <= 0 then readings.balance_date
            else running_out.latest_date
        end as runs_out_latest_date
    from readings
    left join {{ ref('int_credit_runs_out') }} as running_out
        on readings.account = running_out.account and readings.balance_date = running_out.balance_date
)

select
    account,
    balance_date,
    read_at,
    plan_id,
    subscription_status,
    total_credits,
    used_credits,
    remaining_credits,
    period_start_at,
    period_end_at,
    {{ divided('burnt_in_7', 'days_of_7') }} as burn_7_days_credits,
    {{ divided('burnt_in_28', 'days_of_28') }} as burn_28_days_credits,
    {{ divided('elapsed_seconds', 'period_seconds') }} as period_elapsed_share,
    {{ divided('used_credits', 'total_credits') }} as period_used_share,
    {{ divided(
        'cast(used_credits as hugeint) * period_seconds', 'cast(total_credits as hugeint) * elapsed_seconds'
    ) }} as pace,
    runs_out_earliest_date,
    runs_out_likely_date,
    runs_out_latest_date,
    remaining_credits > 0
    and coalesce(runs_out_likely_date > cast(period_end_at as date), true) as lasts_until_period_end,
    is_latest
from dated
