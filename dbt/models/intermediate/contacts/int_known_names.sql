with told as (
    select business_name as known_as
    from {{ ref('int_told_contacts') }}
    where business_name is not null

    union

    select city as known_as
    from {{ ref('int_told_contacts') }}
    where city is not null

    union

    select person as known_as
    from {{ ref('int_told_contacts') }}
    where person is not null
)

{{ made_once(
    keys=['known_as'],
    made={
        'folded_name': 'folded(told.known_as)',
        'firm_name': 'firm_name(told.known_as)'
    }
) }}
