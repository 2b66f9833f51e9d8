{# Whole numbers only go in, and no float comes between: DuckDB's own `/` would give a DOUBLE. #}
{% macro divided(numerator, denominator) -%}
    case
        when {{ denominator }} > 0
            then cast(
                0.0001 * cast(
                    sign({{ numerator }})
                    * (
                        (20000 * cast(abs({{ numerator }}) as hugeint) + cast({{ denominator }} as hugeint))
                        // (2 * cast({{ denominator }} as hugeint))
                    )
                    as decimal(30, 0)
                )
                as decimal(18, 4)
            )
    end
{%- endmacro %}
