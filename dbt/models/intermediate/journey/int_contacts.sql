with contacts as (
    select
        'flowmaticx' as system_name,
        account,
        cast(lead_id as varchar) as lead_id,
        created_at,
        email,
        phone,
        domain,
        website,
        country,
        business_name,
        city,
        cast(null as varchar) as person
    from {{ ref('stg_flowmaticx__leads') }}
    where not is_deleted and is_billable

    union all

    select
        'leadconduit' as system_name,
        account,
        lead_id,
        created_at,
        email,
        phone,
        website,
        split_part(email, '@', 2) as mail_host,
        country,
        company as business_name,
        city,
        concat_ws(' ', first_name, last_name) as person
    from {{ ref('stg_leadconduit__lead_details') }}
    where not is_deleted

    union all

    select
        'flowestate' as system_name,
        account,
        lead_id,
        created_at,
        email,
        phone,
        split_part(email, '@', 2) as mail_host,
        cast(null as varchar) as website,
        country,
        company as business_name,
        city,
        concat_ws(' ', first_name, last_name) as person
    from {{ ref('stg_flowestate__leads') }}
    where not is_deleted
),

{{ identified('contacts', key=['system_name', 'account', 'lead_id', 'created_at', 'person']) }}

select
    system_name,
    account,
    lead_id,
    created_at,
    email_normalised,
    case
        when
            domain_normalised not in ({{ "'" ~ var('shared_hosts') | join("', '") ~ "'" }})
            and domain_normalised not in ({{ "'" ~ var('mail_hosts') | join("', '") ~ "'" }})
            then domain_normalised
    end as firm_domain,
    ltrim(ltrim(phone_normalised, '+'), '0') as phone_digits,
    {{ bare_company(plain_letters('folded_name')) }} as firm_name,
    nullif({{ plain_letters('folded_city') }}, '') as city_name,
    nullif({{ plain_letters(folded('person')) }}, '') as person_name
from sensible
