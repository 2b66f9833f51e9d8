-- The last day is one the data knows, never today: the same rows give the same marts on any day.
with moments as (
    select
        account,
        created_at as moment,
        created_at as job_moment
    from {{ ref('stg_flowmaticx__jobs') }}
    union all
    select
        account,
        read_at as moment,
        null as job_moment
    from {{ ref('stg_flowmaticx__credits') }}
),

spans as (
    select
        account,
        cast(min(job_moment) as date) as first_date,
        cast(max(moment) as date) as last_date
    from moments
    group by account
    having min(job_moment) is not null
)

select
    account,
    cast(unnest(generate_series(first_date, last_date, interval 1 day)) as date) as usage_date
from spans
