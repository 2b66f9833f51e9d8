-- What LeadConduit did with leads, by day and flow.
select
    account,
    event_date as day,
    coalesce(flow_name, flow_id, '(not told)') as flow,
    sum(received_leads) as received_leads,
    sum(accepted_leads) as accepted_leads,
    sum(rejected_leads) as rejected_leads,
    sum(delivered_leads) as delivered_leads,
    sum(failed_leads) as failed_leads,
    sum(converted_leads) as converted_leads
from deliveries
group by all
order by all
