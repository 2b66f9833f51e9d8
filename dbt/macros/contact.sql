{# What several models ask of a text or of two numbers. How texts are made comparable: lead_pipeline/normalise. #}

{% macro is_said(text) -%}
    coalesce(regexp_matches({{ text }}, '[^\s\p{Z}]'), false)
{%- endmacro %}

{% macro same_number(one, other) -%}
    (
        least(length({{ one }}), length({{ other }})) >= 7
        and (ends_with({{ one }}, {{ other }}) or ends_with({{ other }}, {{ one }}))
    )
{%- endmacro %}
