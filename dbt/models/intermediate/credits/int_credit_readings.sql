-- Two readings of one moment can only come from two runs at once: then the one that used more is the later one.
select
    account,
    read_at,
    cast(read_at as date) as balance_date,
    plan_id,
    subscription_status,
    total_credits,
    used_credits,
    remaining_credits,
    period_start_at,
    period_end_at,
    (epoch_us(period_end_at) - epoch_us(period_start_at)) // 1000000 + 1 as period_seconds,
    row_number() over (
        partition by account, cast(read_at as date)
        order by read_at desc, used_credits desc, run_id desc
    ) = 1 as is_last_of_day,
    row_number() over (
        partition by account, period_start_at
        order by read_at desc, used_credits desc, run_id desc
    ) = 1 as is_last_of_period,
    row_number() over (
        partition by account
        order by read_at desc, used_credits desc, run_id desc
    ) = 1 as is_latest
from {{ ref('stg_flowmaticx__credits') }}
