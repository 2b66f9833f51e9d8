select
    system_name,
    account,
    lead_id,
    created_at,
    email_normalised,
    case
        when
            domain not in ({{ "'" ~ var('shared_hosts') | join("', '") ~ "'" }})
            and domain not in ({{ "'" ~ var('mail_hosts') | join("', '") ~ "'" }})
            then domain
    end as firm_domain,
    coalesce(ltrim(phone_e164, '+'), phone_digits) as phone_digits,
    firm_name,
    city_name,
    person_name
from {{ ref('int_contacts_normalised') }}
where is_billable
