select
    account,
    cast(lead_id as bigint) as lead_id,
    email_normalised,
    -- A firm may well be called almost like a mail provider: then its website is too.
    case when coalesce(split_part(email_normalised, '@', 2) <> domain, true) then email_typo_of end as email_typo_of,
    phone_e164,
    phone_kind,
    coalesce(phone_e164, phone_digits) is not null as has_phone,
    domain,
    country_code,
    case
        when domain not in ({{ "'" ~ var('shared_hosts') | join("', '") ~ "'" }}) then 'domain:' || domain
        when phone_e164 is not null then 'phone:' || phone_e164
        when phone_digits is not null then 'phone:' || coalesce(country_code, '') || ':' || phone_digits
        when email_normalised is not null then 'email:' || email_normalised
        when firm_name is not null and city_name is not null then 'name:' || firm_name || '|' || city_name
    end as business_key
from {{ ref('int_contacts_normalised') }}
where system_name = 'flowmaticx'
