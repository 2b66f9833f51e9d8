-- Whole days only: the day of a reading is not over yet, and would make the burn look smaller than it is.
select
    readings.account,
    readings.balance_date,
    count(*) filter (where calendar.usage_date >= readings.balance_date - 7) as days_of_7,
    count(*) as days_of_28,
    cast(
        coalesce(sum(calendar.used_credits) filter (where calendar.usage_date >= readings.balance_date - 7), 0)
        as hugeint
    ) as burnt_in_7,
    cast(sum(calendar.used_credits) as hugeint) as burnt_in_28
from {{ ref('int_credit_readings') }} as readings
inner join {{ ref('credit_usage_daily') }} as calendar
    on
        readings.account = calendar.account
        and readings.balance_date <= calendar.usage_date + 28
        and readings.balance_date > calendar.usage_date
where readings.is_last_of_day
group by readings.account, readings.balance_date
