-- The balance as it was read, and from there as the forecast has it: one line with a band. It begins at the reading.
select
    account,
    balance_date as day,
    cast(remaining_credits as double) as remaining_credits,
    case when is_latest then cast(remaining_credits as double) end as low_credits,
    case when is_latest then cast(remaining_credits as double) end as likely_credits,
    case when is_latest then cast(remaining_credits as double) end as high_credits
from credit_balance
union all
select
    account,
    forecast_date,
    null,
    cast(low_credits as double),
    cast(likely_credits as double),
    cast(high_credits as double)
from credit_forecast
where forecast_date > (
    select max(credit_balance.balance_date) from credit_balance where credit_balance.account = credit_forecast.account
)
order by account, day
