with told as (
    select country as place
    from {{ ref('int_told_contacts') }}
    where country is not null

    union

    select place
    from {{ ref('int_told_contacts') }}
    where place is not null
)

{{ made_once(
    keys=['place'],
    made={
        'country_code': 'country_code(told.place)',
        'country_of_place': 'country_of_place(told.place)'
    }
) }}
