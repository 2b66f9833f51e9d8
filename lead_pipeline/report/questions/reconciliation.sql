-- What the balance says was used in a billing period against what its jobs cost.
select
    account,
    cast(period_start_at as date) as day,
    cast(period_end_at as date) as period_end_date,
    balance_used_credits,
    final_jobs_credits,
    open_jobs,
    remainder_credits,
    explained_credits,
    unexplained_credits
from credit_reconciliation
order by account, day
