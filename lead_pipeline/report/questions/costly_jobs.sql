-- The jobs that cost most for least: credits beyond what their valid leads would have cost at the account's mean price.
with prices as (
    select account, sum(used_credits) / nullif(sum(valid_leads), 0) as mean_price from credit_usage group by account
)

select
    usage.account,
    usage.created_date as day,
    searches.workflow_type,
    searches.keyword,
    searches.location,
    cast(usage.job_id as varchar) as job_id,
    usage.used_credits,
    usage.returned_leads,
    usage.valid_leads,
    cast(usage.credits_per_valid_lead as double) as credits_per_valid_lead,
    cast(usage.wasted_credits as double) as wasted_credits,
    round(usage.used_credits - usage.valid_leads * coalesce(prices.mean_price, 0), 1) as overpaid_credits
from credit_usage as usage
inner join searches on usage.account = searches.account and usage.job_id = searches.job_id
inner join prices on usage.account = prices.account
where usage.used_credits > usage.valid_leads * coalesce(prices.mean_price, 0)
order by overpaid_credits desc, usage.account, usage.job_id
limit 500
