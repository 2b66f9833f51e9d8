select
    account,
    balance_date,
    {{ runs_out('low_credits') }} as earliest_date,
    {{ runs_out('likely_credits') }} as likely_date,
    {{ runs_out('high_credits') }} as latest_date
from {{ ref('int_credit_outlook') }}
group by account, balance_date
