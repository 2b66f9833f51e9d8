select
    outlook.account,
    outlook.balance_date,
    outlook.forecast_date,
    outlook.days_ahead,
    outlook.likely_credits,
    outlook.low_credits,
    outlook.high_credits,
    outlook.is_after_period_end,
    running_out.earliest_date as runs_out_earliest_date,
    running_out.likely_date as runs_out_likely_date,
    running_out.latest_date as runs_out_latest_date
from {{ ref('int_credit_outlook') }} as outlook
inner join {{ ref('int_credit_runs_out') }} as running_out
    on outlook.account = running_out.account and outlook.balance_date = running_out.balance_date
where outlook.is_latest
