{# Texts are cut down first and judged after, so that each rule stands once. Makes CTEs, the last of them `sensible`. #}
{% macro identified(contacts, key) -%}
    bare as (
        select
            {{ key | join(", ") }},
            country,
            {{ bare_host('domain') }} as host_of_domain,
            {{ bare_host('website') }} as host_of_website,
            regexp_replace(regexp_replace(lower({{ trimmed('email') }}), '^mailto:', ''), '\.+$', '') as bare_email,
            regexp_extract(
                replace(regexp_replace(lower({{ trimmed('phone') }}), '^tel:', ''), '(0)', ''), '^[^\p{L};,]*'
            ) as bare_phone,
            {{ folded('business_name') }} as folded_name,
            {{ folded('city') }} as folded_city
        from {{ contacts }}
    ),

    numbers as (
        select
            *,
            regexp_matches(bare_phone, '^[^0-9]*\+') as has_plus,
            regexp_replace(bare_phone, '[^0-9]', '', 'g') as all_digits
        from bare
    ),

    international as (
        select
            *,
            case
                when has_plus then '+' || all_digits
                when all_digits like '00%' then '+' || substr(all_digits, 3)
                else all_digits
            end as number_text,
            case when not has_plus and all_digits like '00%' then substr(all_digits, 3) else all_digits end as digits
        from numbers
    ),

    sensible as (
        select
            {{ key | join(", ") }},
            folded_name,
            folded_city,
            country,
            case
                when regexp_full_match(bare_email, '[^@\s<>(),;:"]+@[^@\s<>(),;:".]+(\.[^@\s<>(),;:".]+)+')
                    then bare_email
            end as email_normalised,
            case
                when regexp_full_match(host_of_domain, {{ domain_pattern() }}) then host_of_domain
                when regexp_full_match(host_of_website, {{ domain_pattern() }}) then host_of_website
            end as domain_normalised,
            case
                when
                    length(digits) between 6 and 15
                    and number_text not like '+0%'
                    and replace(digits, left(digits, 1), '') <> ''
                    then number_text
            end as phone_normalised
        from international
    )
{%- endmacro %}
