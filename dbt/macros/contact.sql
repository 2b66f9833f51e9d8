{# What people type as an address, made comparable. What is sensible is decided in int_leads_identified. #}

{% macro trimmed(text) -%}
    regexp_replace({{ text }}, '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g')
{%- endmacro %}

{% macro is_said(text) -%}
    coalesce({{ trimmed(text) }} <> '', false)
{%- endmacro %}

{% macro bare_host(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    lower({{ trimmed(text) }}),
                    '^([a-z][a-z0-9+.-]*:)?//', ''
                ),
                '[/?#\\].*$', ''
            ),
            '^.*@|:[0-9]*$|\.+$', '', 'g'
        ),
        '^www\.|\.+$', '', 'g'
    )
{%- endmacro %}

{% macro folded(text) -%}
    trim(regexp_replace(lower(strip_accents({{ text }})), '[^\p{L}\p{N}]+', ' ', 'g'))
{%- endmacro %}

{% macro domain_pattern() -%}
    '[^\s.:@/,;()<>"]+(\.[^\s.:@/,;()<>"]+)*\.[^\s.:@/,;()<>"0-9][^\s.:@/,;()<>"]+'
{%- endmacro %}

{% macro bare_company(folded_name) -%}
    nullif(
        trim(
            regexp_replace(
                ' ' || replace({{ folded_name }}, ' ', '  ') || ' ',
                ' ({{ var("legal_forms") | join("|") | replace(" ", "  ") }}) ', ' ', 'g'
            )
        ),
        ''
    )
{%- endmacro %}

{% macro same_number(one, other) -%}
    (
        least(length({{ one }}), length({{ other }})) >= 7
        and (ends_with({{ one }}, {{ other }}) or ends_with({{ other }}, {{ one }}))
    )
{%- endmacro %}

{% macro plain_letters(folded_name) -%}
    replace(translate({{ folded_name }}, 'ıøłđðħς', 'iolddhσ'), 'ß', 'ss')
{%- endmacro %}
