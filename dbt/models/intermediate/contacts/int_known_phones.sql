with told as (
    select distinct
        contacts.phone,
        coalesce(of_country.country_code, of_place.country_of_place) as region
    from {{ ref('int_told_contacts') }} as contacts
    left join {{ ref('int_known_places') }} as of_country on contacts.country = of_country.place
    left join {{ ref('int_known_places') }} as of_place on contacts.place = of_place.place
    where contacts.phone is not null
)

{{ made_once(
    keys=['phone', 'region'],
    made={
        'phone_e164': 'phone_e164(told.phone, told.region)',
        'phone_kind': 'phone_kind(phone_e164(told.phone, told.region))',
        'phone_digits': 'phone_digits(told.phone)'
    }
) }}
