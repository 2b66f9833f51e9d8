with summed as (
    select
        account,
        days_ahead,
        count(*) as forecasts,
        count(*) filter (where burnt between least_burn and most_burn) as covered_forecasts,
        count(*) filter (where burnt < least_burn) as below_forecasts,
        count(*) filter (where burnt > most_burn) as above_forecasts,
        sum(burnt) as burnt,
        sum(abs(burnt - likely_burn)) as error
    from {{ ref('int_burn_bands') }}
    where burnt is not null and most_burn is not null
    group by account, days_ahead
)

select
    account,
    days_ahead,
    forecasts,
    covered_forecasts,
    below_forecasts,
    above_forecasts,
    cast(0.8 as decimal(18, 4)) as meant_share,
    {{ divided('covered_forecasts', 'forecasts') }} as covered_share,
    {{ divided('cast(burnt * 10000 as hugeint)', '(forecasts * 10000)') }} as mean_burn_credits,
    {{ divided('cast(error * 10000 as hugeint)', '(forecasts * 10000)') }} as mean_error_credits
from summed
