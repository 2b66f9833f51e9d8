{# A system that nobody has set has no tables: empty ones let every model be built, each mart from what there is. #}
{% macro make_missing_sources() -%}
    {%- set said = [] -%}
    {%- for source in (graph.sources.values() if execute else []) -%}
        {%- set columns = [] -%}
        {%- for column in source.columns.values() -%}
            {%- do columns.append('"' ~ column.name ~ '" ' ~ column.data_type) -%}
        {%- endfor -%}
        {%- set table = source.schema ~ "." ~ source.identifier -%}
        {%- do said.append("create schema if not exists " ~ source.schema) -%}
        {%- do said.append("create table if not exists " ~ table ~ " (" ~ columns | join(", ") ~ ")") -%}
    {%- endfor -%}
    {{ said | join("; ") }}
{%- endmacro %}
