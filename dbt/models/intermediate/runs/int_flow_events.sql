select
    events.account,
    events.event_id,
    events.flow_id,
    coalesce(leads.source, 'not told') as lead_source,
    events.lead_id,
    events.event_type,
    events.happened_at,
    events.duration_ms,
    case
        when events.event_type in ('rejected', 'failed')
            then
                coalesce(
                    events.reason,
                    'answer ' || events.response_code,
                    case when events.outcome in ('failure', 'error') then events.outcome end,
                    'not told'
                )
    end as reason
from {{ ref('stg_leadconduit__events') }} as events
left join {{ ref('stg_leadconduit__leads') }} as leads
    on events.account = leads.account and events.lead_id = leads.lead_id
