with contacts as (
    select
        account,
        lead_id,
        country,
        domain,
        website,
        email,
        phone,
        business_name,
        city
    from {{ ref('stg_flowmaticx__leads') }}
    where not is_deleted
),

{{ identified('contacts', key=['account', 'lead_id']) }}

select
    account,
    lead_id,
    email_normalised,
    domain_normalised,
    phone_normalised,
    case
        when domain_normalised not in ({{ "'" ~ var('shared_hosts') | join("', '") ~ "'" }})
            then 'domain:' || domain_normalised
        when phone_normalised like '+%' then 'phone:' || phone_normalised
        when phone_normalised is not null then 'phone:' || coalesce(upper(country), '') || ':' || phone_normalised
        when email_normalised is not null then 'email:' || email_normalised
        when folded_name <> '' and folded_city <> '' then 'name:' || folded_name || '|' || folded_city
    end as business_key
from sensible
