with told as (
    select site
    from {{ ref('int_told_contacts') }}
    where site is not null

    union

    select other_site as site
    from {{ ref('int_told_contacts') }}
    where other_site is not null
)

{{ made_once(
    keys=['site'],
    made={
        'domain': 'registrable_domain(told.site)'
    }
) }}
