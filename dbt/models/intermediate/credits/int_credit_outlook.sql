-- Of the reading's own day a part has passed, and with it that part of the day's burn.
with ahead as (
    select
        readings.account,
        readings.balance_date,
        readings.is_latest,
        readings.remaining_credits,
        readings.period_end_at,
        bands.days_ahead,
        bands.target_date as forecast_date,
        bands.likely_burn,
        bands.least_burn,
        bands.most_burn,
        {{ divided(
            'cast(first_value(bands.burn_credits) over first_day_first * 10000 as hugeint)'
            ~ ' * ((epoch_us(readings.read_at) - epoch_us(cast(readings.balance_date as timestamp))) // 1000000)',
            '864000000'
        ) }} as passed_burn
    from {{ ref('int_credit_readings') }} as readings
    inner join {{ ref('int_burn_bands') }} as bands
        on readings.account = bands.account and readings.balance_date = bands.forecast_from
    where readings.is_last_of_day
    window first_day_first as (partition by readings.account, readings.balance_date order by bands.days_ahead)
)

select
    account,
    balance_date,
    is_latest,
    remaining_credits,
    days_ahead,
    forecast_date,
    forecast_date > cast(period_end_at as date) as is_after_period_end,
    cast(greatest(0, remaining_credits - greatest(0, likely_burn - passed_burn)) as decimal(18, 4)) as likely_credits,
    case
        when most_burn is not null
            then
                cast(greatest(0, remaining_credits - greatest(0, most_burn - passed_burn)) as decimal(18, 4))
    end as low_credits,
    case
        when least_burn is not null
            then
                cast(
                    greatest(0, least(remaining_credits, remaining_credits - (least_burn - passed_burn)))
                    as decimal(18, 4)
                )
    end as high_credits
from ahead
