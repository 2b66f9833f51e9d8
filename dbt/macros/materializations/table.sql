{# Replaced in one transaction, under its own name; see view.sql. A model with a contract must not read its own table:
   that is empty by then. #}
{% materialization table, adapter="duckdb" %}
    {%- set table = this.incorporate(type="table") -%}
    {{ out_of_the_way(table) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks) }}
    {%- call statement("main") -%}
        {% if config.get("contract").enforced -%}
            {{ get_assert_columns_equivalent(sql) }}
            create or replace table {{ table }} {{ get_table_columns_and_constraints() }};
            insert into {{ table }} {{ get_column_names() }} (
                {{ get_select_subquery(sql) }}
            );
        {%- else -%}
            create or replace table {{ table }} as (
                {{ sql }}
            );
        {%- endif %}
        {{ described(table) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({"relations": [table]}) }}
{% endmaterialization %}
