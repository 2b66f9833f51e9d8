select
    contacts.system_name,
    contacts.account,
    contacts.lead_id,
    contacts.created_at,
    contacts.is_billable,
    emails.email_normalised,
    emails.email_typo_of,
    phones.phone_e164,
    phones.phone_kind,
    phones.phone_digits,
    coalesce(sites.domain, other_sites.domain) as domain,
    coalesce(countries.country_code, places.country_of_place) as country_code,
    firms.firm_name,
    cities.folded_name as city_name,
    people.folded_name as person_name
from {{ ref('int_told_contacts') }} as contacts
left join {{ ref('int_known_places') }} as countries on contacts.country = countries.place
left join {{ ref('int_known_places') }} as places on contacts.place = places.place
left join {{ ref('int_known_phones') }} as phones
    on
        contacts.phone = phones.phone
        and coalesce(countries.country_code, places.country_of_place) is not distinct from phones.region
left join {{ ref('int_known_emails') }} as emails on contacts.email = emails.email
left join {{ ref('int_known_domains') }} as sites on contacts.site = sites.site
left join {{ ref('int_known_domains') }} as other_sites on contacts.other_site = other_sites.site
left join {{ ref('int_known_names') }} as firms on contacts.business_name = firms.known_as
left join {{ ref('int_known_names') }} as cities on contacts.city = cities.known_as
left join {{ ref('int_known_names') }} as people on contacts.person = people.known_as
