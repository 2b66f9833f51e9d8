{# What tables and views that are replaced in place need before it, and after. #}

{% macro out_of_the_way(relation) -%}
    {%- set held = load_cached_relation(relation) -%}
    {%- if held is not none and held.type != relation.type -%}
        {%- do adapter.drop_relation(held) -%}
    {%- endif -%}
{%- endmacro %}

{% macro described(relation) -%}
    {%- if config.persist_relation_docs() and model.description -%}
        comment on {{ relation.type }} {{ relation }} is {{ duckdb_escape_comment(model.description) }};
    {%- endif -%}
    {%- for column in model.columns.values() if config.persist_column_docs() and column.description %}
        comment on column {{ relation }}.{{ adapter.quote(column.name) }}
        is {{ duckdb_escape_comment(column.description) }};
    {%- endfor -%}
{%- endmacro %}
