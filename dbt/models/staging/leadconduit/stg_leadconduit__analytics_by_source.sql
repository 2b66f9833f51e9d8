select
    account,
    flow_id,
    day as lead_date,
    nullif(source, '') as lead_source,
    total_leads,
    accepted_leads,
    delivered_leads,
    acceptance_rate as acceptance_share,
    delivery_rate as delivery_share,
    conversion_rate as conversion_share,
    average_quality,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('leadconduit', 'analytics_by_source') }}
