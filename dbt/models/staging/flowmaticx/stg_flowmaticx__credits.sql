select
    account,
    _first_seen_at as read_at,
    plan_id,
    status as subscription_status,
    credits_total as total_credits,
    credits_used as used_credits,
    credits_remaining as remaining_credits,
    current_period_start as period_start_at,
    current_period_end as period_end_at,
    _run_id as run_id
from {{ source('flowmaticx', 'credits') }}
