{# An instant so far off that it says nothing is left empty; and what has run out has run out when it was read. #}
{% macro instant_after(seconds) -%}
    case
        when remaining_credits <= 0 then read_at
        when {{ seconds }} <= 3650 * 86400 then read_at + to_seconds(cast({{ seconds }} as bigint))
    end
{%- endmacro %}
