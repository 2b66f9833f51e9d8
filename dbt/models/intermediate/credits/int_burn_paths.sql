with days as (
    select
        account,
        usage_date,
        used_credits,
        max(usage_date) over (partition by account) as last_date
    from {{ ref('credit_usage_daily') }}
),

steps as (
    select unnest(range(1, 61)) as days_ahead
),

ahead as (
    select
        weekdays.account,
        weekdays.forecast_from,
        cast(steps.days_ahead as integer) as days_ahead,
        weekdays.forecast_from + cast(steps.days_ahead - 1 as integer) as target_date,
        weekdays.burn_credits
    from {{ ref('int_weekday_burn') }} as weekdays
    inner join steps
        on isodow(weekdays.forecast_from + cast(steps.days_ahead - 1 as integer)) = weekdays.day_of_week
)

select
    ahead.account,
    ahead.forecast_from,
    ahead.days_ahead,
    ahead.target_date,
    ahead.burn_credits,
    cast(sum(ahead.burn_credits) over so_far as decimal(18, 4)) as likely_burn,
    case
        when ahead.target_date < days.last_date then cast(sum(days.used_credits) over so_far as decimal(18, 4))
    end as burnt
from ahead
left join days on ahead.account = days.account and ahead.target_date = days.usage_date
window so_far as (
    partition by ahead.account, ahead.forecast_from
    order by ahead.days_ahead
    rows between unbounded preceding and current row
)
