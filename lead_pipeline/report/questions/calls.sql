-- The best leads to call, an equal number of each account. What tells about a person is masked unless $personal.
with ranked as (
    select
        leads.*,
        row_number() over (
            partition by leads.account
            order by leads.score desc, leads.reviews_count desc nulls last, leads.lead_id
        ) as place,
        count(*) over (partition by leads.account) as in_account
    from leads
    inner join worth_a_call on leads.account = worth_a_call.account and leads.lead_id = worth_a_call.lead_id
)

select
    ranked.account,
    cast(ranked.lead_id as varchar) as lead_id,
    coalesce(searches.day, cast(ranked.created_at as date)) as day,
    coalesce(searches.workflow_type, '(no job)') as workflow_type,
    coalesce(searches.keyword, '(no job)') as keyword,
    coalesce(searches.location, '(no job)') as location,
    ranked.score,
    ranked.score_reachability,
    ranked.score_completeness,
    ranked.score_verification,
    ranked.score_uniqueness,
    ranked.score_business,
    ranked.business_name,
    ranked.category,
    ranked.city,
    ranked.country,
    ranked.domain as website,
    ranked.rating,
    ranked.reviews_count,
    ranked.email_status,
    case
        when $personal then ranked.decision_maker_name
        when ranked.decision_maker_name <> '' then left(ranked.decision_maker_name, 1) || '•••'
    end as decision_maker,
    case
        when $personal then ranked.email
        when ranked.has_email then left(ranked.email, 1) || '•••'
    end as email,
    case
        when $personal then coalesce(ranked.phone_e164, ranked.phone)
        when ranked.has_phone then '•••' || right(coalesce(ranked.phone_e164, ranked.phone), 2)
    end as phone
from ranked
left join searches on ranked.account = searches.account and ranked.job_id = searches.job_id
where ranked.place <= greatest(50, $most_calls // (select count(distinct account) from worth_a_call))
order by ranked.score desc, ranked.reviews_count desc nulls last, ranked.account, ranked.lead_id
