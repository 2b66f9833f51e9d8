select
    account,
    balance_date,
    forecast_date,
    days_ahead,
    likely_credits,
    low_credits,
    high_credits,
    is_after_period_end,
    min(forecast_date) filter (where low_credits = 0) over (partition by account) as runs_out_earliest_date,
    min(forecast_date) filter (where likely_credits = 0) over (partition by account) as runs_out_likely_date,
    min(forecast_date) filter (where high_credits = 0) over (partition by account) as runs_out_latest_date
from {{ ref('int_credit_outlook') }}
where is_latest
