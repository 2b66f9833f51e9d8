-- The balance as it was read, and from there as the forecast has it: one line with a band.
select
    account,
    balance_date as day,
    cast(remaining_credits as double) as remaining_credits,
    case when is_latest then cast(remaining_credits as double) end as low_credits,
    case when is_latest then cast(remaining_credits as double) end as likely_credits,
    case when is_latest then cast(remaining_credits as double) end as high_credits
from credit_balance
order by account, day
