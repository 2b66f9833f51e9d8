{# Nothing is explained by less than nothing; where the most is not known, neither is what it explains. #}
{% macro explained(remainder, most) -%}
    case when {{ most }} is not null then greatest(0, least({{ remainder }}, {{ most }})) end
{%- endmacro %}
