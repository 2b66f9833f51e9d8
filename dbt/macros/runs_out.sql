{# The first day at whose end nothing is left. Behind the last day that is looked at, the straight line from the reading
   to that day is drawn on, but not for longer than ten years. #}
{% macro runs_out(credits) -%}
    {%- set left = 'cast(arg_max(' ~ credits ~ ', days_ahead) * 10000 as hugeint)' -%}
    {%- set gone = '(cast(max(remaining_credits) * 10000 as hugeint) - ' ~ left ~ ')' -%}
    coalesce(
        min(forecast_date) filter (where {{ credits }} = 0),
        case
            when {{ gone }} > 0 and {{ left }} * max(days_ahead) <= 3650 * {{ gone }}
                then max(forecast_date)
                    + cast(({{ left }} * max(days_ahead) + {{ gone }} - 1) // {{ gone }} as integer)
        end
    )
{%- endmacro %}
