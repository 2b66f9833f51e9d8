-- The last reading of the balance of each day.
select
    account,
    balance_date as day,
    remaining_credits,
    total_credits,
    cast(burn_7_days_credits as double) as burn_credits,
    cast(pace as double) as pace,
    period_end_at,
    runs_out_earliest_date,
    runs_out_likely_date,
    runs_out_latest_date,
    lasts_until_period_end,
    is_latest
from credit_balance
order by account, day
