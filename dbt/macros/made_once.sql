{# The end of a model that keeps what was made of each value: what an earlier build has made is not made again. #}
{% macro made_once(keys, made) -%}
    {%- set same, columns = [], [] -%}
    {%- for key in keys -%}
        {%- do same.append("told." ~ key ~ " is not distinct from known." ~ key) -%}
        {%- do columns.append("told." ~ key) -%}
    {%- endfor -%}
    {%- for name, function in made.items() -%}
        {%- do columns.append(function ~ " as " ~ name) -%}
    {%- endfor -%}
    select
        {{ columns | join(", ") }},
        normaliser() as made_by
    from told
    {%- if known_before(keys + made.keys() | list + ["made_by"]) %}
    where not exists (
        select 1 from {{ this }} as known where {{ same | join(" and ") }} and known.made_by = normaliser()
    )
    union all by name
    select known.*
    from {{ this }} as known
    where known.made_by = normaliser() and exists (select 1 from told where {{ same | join(" and ") }})
    {%- endif %}
{%- endmacro %}

{% macro known_before(columns) -%}
    {%- set known = load_relation(this) if execute else none -%}
    {%- if known -%}
        {{ return(adapter.get_columns_in_relation(known) | map(attribute="name") | sort | list == columns | sort) }}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}
