-- Who is worth a call: the first lead of its business, reachable, and no lead of that business was handed out yet, to
-- LeadConduit or FlowEstate.
create or replace temp table worth_a_call as
with handed_out as (
    select distinct leads.account, leads.first_lead_id
    from lead_journey as journey
    inner join leads on journey.account = leads.account and journey.lead_id = leads.lead_id
    where journey.leadconduit_lead_id is not null or journey.flowestate_lead_id is not null
)

select leads.account, leads.lead_id
from leads
where
    leads.is_first_of_business
    and leads.is_reachable
    and not exists (
        select 1 from handed_out
        where handed_out.account = leads.account and handed_out.first_lead_id = leads.first_lead_id
    )
