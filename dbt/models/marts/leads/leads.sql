select
    leads.account,
    leads.lead_id,
    leads.job_id,
    jobs.workflow_type,
    jobs.keyword as job_keyword,
    jobs.location as job_location,
    cast(jobs.created_at as date) as job_created_date,
    leads.business_name,
    leads.category,
    leads.address,
    leads.city,
    leads.postal_code,
    leads.country,
    judged.country_code,
    leads.website,
    leads.domain as told_domain,
    judged.domain,
    leads.rating,
    leads.reviews_count,
    leads.email,
    judged.email_normalised,
    judged.email_typo_of,
    leads.email_status,
    leads.phone,
    judged.phone_e164,
    judged.phone_kind,
    leads.decision_maker_name,
    leads.decision_maker_role,
    leads.icebreaker,
    leads.email_subject,
    leads.email_body,
    leads.ai_insight,
    leads.keyword,
    judged.business_key,
    judged.first_lead_id,
    judged.is_first_of_business,
    judged.has_email,
    judged.has_phone,
    judged.has_decision_maker,
    judged.has_ai_text,
    judged.is_reachable,
    leads.is_billable,
    judged.used_credits,
    judged.waste_reason,
    (
        judged.email_points
        + judged.decision_maker_points
        + judged.phone_points
        + judged.website_points
        + judged.reviews_points
        + judged.ai_text_points
    ) as score,
    judged.email_points,
    judged.decision_maker_points,
    judged.phone_points,
    judged.website_points,
    judged.reviews_points,
    judged.ai_text_points,
    leads.created_at,
    leads.first_seen_at,
    leads.changed_at
from {{ ref('stg_flowmaticx__leads') }} as leads
inner join {{ ref('int_leads_judged') }} as judged
    on leads.account = judged.account and leads.lead_id = judged.lead_id
left join {{ ref('stg_flowmaticx__jobs') }} as jobs
    on leads.account = jobs.account and leads.job_id = jobs.job_id
