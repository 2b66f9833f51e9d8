with summed as (
    select
        account,
        flow_id,
        lead_source,
        cast(happened_at as date) as event_date,
        count(distinct lead_id) filter (where event_type = 'received') as received_leads,
        count(distinct lead_id) filter (where event_type = 'accepted') as accepted_leads,
        count(distinct lead_id) filter (where event_type = 'rejected') as rejected_leads,
        count(distinct lead_id) filter (where event_type = 'delivered') as delivered_leads,
        count(distinct lead_id) filter (where event_type = 'failed') as failed_leads,
        count(distinct lead_id) filter (where event_type = 'converted') as converted_leads,
        cast(median(duration_ms) filter (where event_type = 'delivered') as bigint) as median_delivery_ms
    from {{ ref('int_flow_events') }}
    group by account, flow_id, lead_source, cast(happened_at as date)
),

reasons as (
    select
        account,
        flow_id,
        lead_source,
        cast(happened_at as date) as event_date,
        event_type,
        reason,
        count(distinct lead_id) as leads
    from {{ ref('int_flow_events') }}
    where reason is not null
    group by account, flow_id, lead_source, cast(happened_at as date), event_type, reason
),

reasons_together as (
    select
        account,
        flow_id,
        lead_source,
        event_date,
        {{ counted_by("reason", "leads", "event_type = 'rejected'") }} as rejected_by_reason,
        {{ counted_by("reason", "leads", "event_type = 'failed'") }} as failed_by_reason
    from reasons
    group by account, flow_id, lead_source, event_date
)

select
    summed.account,
    summed.flow_id,
    flows.flow_name,
    summed.lead_source,
    summed.event_date,
    summed.received_leads,
    summed.accepted_leads,
    summed.rejected_leads,
    summed.delivered_leads,
    summed.failed_leads,
    summed.converted_leads,
    {{ divided('summed.accepted_leads', '(summed.accepted_leads + summed.rejected_leads)') }} as accepted_share,
    {{ divided('summed.delivered_leads', '(summed.delivered_leads + summed.failed_leads)') }} as delivered_share,
    summed.median_delivery_ms,
    reasons_together.rejected_by_reason,
    reasons_together.failed_by_reason
from summed
left join reasons_together
    on
        summed.account = reasons_together.account
        and summed.flow_id = reasons_together.flow_id
        and summed.lead_source = reasons_together.lead_source
        and summed.event_date = reasons_together.event_date
left join {{ ref('stg_leadconduit__flows') }} as flows
    on summed.account = flows.account and summed.flow_id = flows.flow_id
