{# A JSON object instead of rows; in the order of the names, so that equal rows give equal texts. #}
{% macro counted_by(name, number, condition="true") -%}
    to_json(
        map_from_entries(
            array_agg(struct_pack(k := {{ name }}, v := {{ number }}) order by {{ name }}) filter (where {{ condition }})
        )
    )
{%- endmacro %}
