-- Texts are cut down first and judged after, so that each rule stands once.
with bare as (
    select
        account,
        lead_id,
        country,
        {{ bare_host('domain') }} as host_of_domain,
        {{ bare_host('website') }} as host_of_website,
        regexp_replace(regexp_replace(lower({{ trimmed('email') }}), '^mailto:', ''), '\.+$', '') as bare_email,
        regexp_extract(
            replace(regexp_replace(lower({{ trimmed('phone') }}), '^tel:', ''), '(0)', ''), '^[^\p{L};,]*'
        ) as bare_phone,
        {{ folded('business_name') }} as folded_name,
        {{ folded('city') }} as folded_city
    from {{ ref('stg_flowmaticx__leads') }}
    where not is_deleted
),

numbers as (
    select
        account,
        lead_id,
        regexp_matches(bare_phone, '^[^0-9]*\+') as has_plus,
        regexp_replace(bare_phone, '[^0-9]', '', 'g') as digits
    from bare
),

international as (
    select
        account,
        lead_id,
        case
            when has_plus then '+' || digits
            when digits like '00%' then '+' || substr(digits, 3)
            else digits
        end as number_text,
        case when not has_plus and digits like '00%' then substr(digits, 3) else digits end as digits
    from numbers
),

sensible as (
    select
        bare.account,
        bare.lead_id,
        bare.folded_name,
        bare.folded_city,
        bare.country,
        case
            when regexp_full_match(bare.bare_email, '[^@\s<>(),;:"]+@[^@\s<>(),;:".]+(\.[^@\s<>(),;:".]+)+')
                then bare.bare_email
        end as email_normalised,
        case
            when regexp_full_match(bare.host_of_domain, {{ domain_pattern() }}) then bare.host_of_domain
            when regexp_full_match(bare.host_of_website, {{ domain_pattern() }}) then bare.host_of_website
        end as domain_normalised,
        case
            when
                length(international.digits) between 6 and 15
                and international.number_text not like '+0%'
                and replace(international.digits, left(international.digits, 1), '') <> ''
                then international.number_text
        end as phone_normalised
    from bare
    inner join international on bare.account = international.account and bare.lead_id = international.lead_id
)

select
    account,
    lead_id,
    email_normalised,
    domain_normalised,
    phone_normalised,
    case
        when domain_normalised not in ({{ "'" ~ var('shared_hosts') | join("', '") ~ "'" }})
            then 'domain:' || domain_normalised
        when phone_normalised like '+%' then 'phone:' || phone_normalised
        when phone_normalised is not null then 'phone:' || coalesce(upper(country), '') || ':' || phone_normalised
        when email_normalised is not null then 'email:' || email_normalised
        when folded_name <> '' and folded_city <> '' then 'name:' || folded_name || '|' || folded_city
    end as business_key
from sensible
