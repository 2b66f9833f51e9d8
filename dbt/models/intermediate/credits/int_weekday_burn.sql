-- The reading's own day is not over yet, so days before it only. Two days of the mean are added to each weekday: few of
-- one weekday tell little, and of a weekday that was never seen the mean is all there is.
with past as (
    select
        origins.account,
        origins.usage_date as forecast_from,
        isodow(used.usage_date) as day_of_week,
        used.used_credits
    from {{ ref('credit_usage_daily') }} as origins
    inner join {{ ref('credit_usage_daily') }} as used
        on
            origins.account = used.account
            and origins.usage_date > used.usage_date
            and origins.usage_date <= used.usage_date + 56
),

totals as (
    select
        account,
        forecast_from,
        count(*) as known_days,
        cast(sum(used_credits) as hugeint) as used_credits
    from past
    group by account, forecast_from
),

by_weekday as (
    select
        account,
        forecast_from,
        day_of_week,
        count(*) as known_days,
        cast(sum(used_credits) as hugeint) as used_credits
    from past
    group by account, forecast_from, day_of_week
),

week as (
    select unnest(range(1, 8)) as day_of_week
),

weekdays as (
    select
        totals.account,
        totals.forecast_from,
        week.day_of_week,
        totals.known_days,
        totals.used_credits,
        coalesce(by_weekday.known_days, 0) as weekday_days,
        coalesce(by_weekday.used_credits, 0) as weekday_credits
    from totals
    cross join week
    left join by_weekday
        on
            totals.account = by_weekday.account
            and totals.forecast_from = by_weekday.forecast_from
            and week.day_of_week = by_weekday.day_of_week
)

select
    account,
    forecast_from,
    cast(day_of_week as integer) as day_of_week,
    {{ divided(
        '(weekday_credits * known_days + 2 * used_credits)', '(known_days * (weekday_days + 2))'
    ) }} as burn_credits
from weekdays
