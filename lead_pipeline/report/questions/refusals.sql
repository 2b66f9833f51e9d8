-- Why LeadConduit rejected leads or could not deliver them.
with told as (
    select account, event_date, 'rejected' as outcome, rejected_by_reason as reasons from deliveries
    union all
    select account, event_date, 'not delivered', failed_by_reason from deliveries
),

each_reason as (
    select
        account,
        event_date as day,
        outcome,
        unnest(map_entries(cast(reasons as map(varchar, bigint)))) as entry
    from told
    where reasons is not null
)

select account, day, outcome, entry.key as reason, cast(sum(entry.value) as double) as leads
from each_reason
group by all
order by all
