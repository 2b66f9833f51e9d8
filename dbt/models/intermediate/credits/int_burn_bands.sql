-- An error counts once its last day is over: what was not known then is not used. There is a row for each day, so that
-- so many rows back are so many days back.
with errors as (
    select
        account,
        forecast_from + days_ahead as known_from,
        days_ahead,
        count(burnt) over latest as known_errors,
        quantile_disc(burnt - likely_burn, 0.1) over latest as low_error,
        quantile_disc(burnt - likely_burn, 0.9) over latest as high_error
    from {{ ref('int_burn_paths') }}
    window latest as (
        partition by account, days_ahead
        order by forecast_from
        rows between 363 preceding and current row
    )
),

learnt as (
    select
        paths.account,
        paths.forecast_from,
        paths.days_ahead,
        paths.target_date,
        paths.burn_credits,
        paths.likely_burn,
        paths.burnt,
        coalesce(errors.known_errors, 0) as known_errors,
        errors.low_error,
        errors.high_error
    from {{ ref('int_burn_paths') }} as paths
    left join errors
        on
            paths.account = errors.account
            and paths.days_ahead = errors.days_ahead
            and paths.forecast_from = errors.known_from
),

-- Where fewer than ten are known, those of the longest stretch that has them, as if it went on like that.
stretched as (
    select
        *,
        max(case when known_errors >= 10 then days_ahead end) over so_far as learnt_days,
        last_value(case when known_errors >= 10 then known_errors end ignore nulls)
            over so_far as learnt_errors,
        last_value(case when known_errors >= 10 then low_error end ignore nulls)
            over so_far as learnt_low,
        last_value(case when known_errors >= 10 then high_error end ignore nulls)
            over so_far as learnt_high
    from learnt
    window so_far as (
        partition by account, forecast_from
        order by days_ahead
        rows between unbounded preceding and current row
    )
),

-- Errors of stretches that overlap tell less than as many of stretches apart: the fewer stretches fit into what is
-- known, the wider the band is made, by two over their number.
banded as (
    select
        *,
        likely_burn
        + {{ divided(
            'cast(least(learnt_low, 0) * 10000 as hugeint) * days_ahead * (learnt_errors + 2 * learnt_days)',
            '(10000 * learnt_days * learnt_errors)'
        ) }} as least_burn,
        likely_burn
        + {{ divided(
            'cast(greatest(learnt_high, 0) * 10000 as hugeint) * days_ahead * (learnt_errors + 2 * learnt_days)',
            '(10000 * learnt_days * learnt_errors)'
        ) }} as most_burn
    from stretched
)

select
    account,
    forecast_from,
    days_ahead,
    target_date,
    burn_credits,
    likely_burn,
    -- What is burnt is never less than it was a day before.
    cast(greatest(0, max(least_burn) over so_far) as decimal(18, 4)) as least_burn,
    cast(max(most_burn) over so_far as decimal(18, 4)) as most_burn,
    burnt,
    known_errors
from banded
window so_far as (
    partition by account, forecast_from
    order by days_ahead
    rows between unbounded preceding and current row
)
