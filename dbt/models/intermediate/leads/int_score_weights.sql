with summed as (
    select
        coalesce(sum(points) filter (where signal = 'phone'), 0) as phone,
        coalesce(sum(points) filter (where signal = 'email'), 0) as email,
        coalesce(sum(points) filter (where signal = 'decision_maker'), 0) as decision_maker,
        coalesce(sum(points) filter (where signal = 'website'), 0) as website,
        coalesce(sum(points) filter (where signal = 'place'), 0) as place,
        coalesce(sum(points) filter (where signal = 'email_status'), 0) as email_status,
        coalesce(sum(points) filter (where signal = 'first_of_business'), 0) as first_of_business,
        coalesce(sum(points) filter (where signal = 'rating'), 0) as rating,
        coalesce(sum(points) filter (where signal = 'reviews'), 0) as reviews,
        coalesce(sum(points) filter (where signal = 'ai_text'), 0) as ai_text,
        coalesce(sum(points), 0) as points
    from {{ ref('score_weights') }}
)

select
    cast(phone as bigint) as phone,
    cast(email as bigint) as email,
    cast(decision_maker as bigint) as decision_maker,
    cast(website as bigint) as website,
    cast(place as bigint) as place,
    cast(email_status as bigint) as email_status,
    cast(first_of_business as bigint) as first_of_business,
    cast(rating as bigint) as rating,
    cast(reviews as bigint) as reviews,
    cast(ai_text as bigint) as ai_text
from summed
where
    -- Where the points do not add up, the build ends here, and says so.
    points = 100
    or error(
        'The points in dbt/seeds/score_weights.csv add up to ' || points || ', not to 100. '
        || 'Change them until they do, then build again.'
    ) is not null
