-- How far each signal is there, in hundredths: whole numbers, so that the parts are the score to the last point.
with signals as (
    select
        account,
        lead_id,
        case
            when phone_e164 is not null and phone_kind not in ('not given out', 'premium rate') then 100
            when has_phone then 50
            else 0
        end as phone,
        case
            when not has_email or email_status = 'INVALID' then 0
            when email_typo_of is not null then 25
            else 100
        end as email,
        case when has_decision_maker and has_role then 100 when has_decision_maker then 75 else 0 end as decision_maker,
        case when domain is not null then 100 else 0 end as website,
        case when has_city then 50 else 0 end + case when country_code is not null then 50 else 0 end as place,
        case
            when not has_email then 0
            when email_status = 'VALID' then 100
            when email_status = 'RISKY' then 40
            when email_status is null then 20
            else 0
        end as email_status,
        case when is_first_of_business then 100 else 0 end as first_of_business,
        case when rating >= 4 then 100 when rating >= 3 then 50 else 0 end as rating,
        case when reviews_count >= 10 then 100 when reviews_count >= 1 then 50 else 0 end as reviews,
        case when has_ai_text then 100 else 0 end as ai_text
    from {{ ref('int_leads_judged') }}
),

parts as (
    select
        signals.account,
        signals.lead_id,
        signals.phone * weights.phone + signals.email * weights.email as reachability,
        signals.decision_maker * weights.decision_maker
        + signals.website * weights.website
        + signals.place * weights.place as completeness,
        signals.email_status * weights.email_status as verification,
        signals.first_of_business * weights.first_of_business as uniqueness,
        signals.rating * weights.rating
        + signals.reviews * weights.reviews
        + signals.ai_text * weights.ai_text as business
    from signals
    cross join {{ ref('int_score_weights') }} as weights
),

rounded as (
    select
        account,
        lead_id,
        cast((reachability + 50) // 100 as integer) as score_reachability,
        cast((completeness + 50) // 100 as integer) as score_completeness,
        cast((verification + 50) // 100 as integer) as score_verification,
        cast((uniqueness + 50) // 100 as integer) as score_uniqueness,
        cast((business + 50) // 100 as integer) as score_business
    from parts
)

select
    account,
    lead_id,
    score_reachability + score_completeness + score_verification + score_uniqueness + score_business as score,
    score_reachability,
    score_completeness,
    score_verification,
    score_uniqueness,
    score_business
from rounded
