-- The host of a mailbox stands in for a website, but not of a FlowMaticX lead: there it may be anybody's.
select
    'flowmaticx' as system_name,
    leads.account,
    cast(leads.lead_id as varchar) as lead_id,
    leads.created_at,
    leads.is_billable,
    leads.email,
    leads.phone,
    leads.domain as site,
    leads.website as other_site,
    leads.country,
    jobs.location as place,
    leads.business_name,
    leads.city,
    cast(null as varchar) as person
from {{ ref('stg_flowmaticx__leads') }} as leads
left join {{ ref('stg_flowmaticx__jobs') }} as jobs
    on leads.account = jobs.account and leads.job_id = jobs.job_id
where not leads.is_deleted

union all

select
    'leadconduit' as system_name,
    account,
    lead_id,
    created_at,
    true as is_billable,
    email,
    phone,
    website as site,
    split_part(email, '@', 2) as other_site,
    country,
    cast(null as varchar) as place,
    company as business_name,
    city,
    nullif(concat_ws(' ', first_name, last_name), '') as person
from {{ ref('stg_leadconduit__lead_details') }}
where not is_deleted

union all

select
    'flowestate' as system_name,
    account,
    lead_id,
    created_at,
    true as is_billable,
    email,
    phone,
    split_part(email, '@', 2) as site,
    cast(null as varchar) as other_site,
    country,
    cast(null as varchar) as place,
    company as business_name,
    city,
    nullif(concat_ws(' ', first_name, last_name), '') as person
from {{ ref('stg_flowestate__leads') }}
where not is_deleted
