{# Replaced in one statement. dbt's own makes another under another name, renames both, drops one and asks for the
   columns: a tenth of a second for each view, though nothing is made. #}
{% materialization view, adapter="duckdb" %}
    {%- set view = this.incorporate(type="view") -%}
    {{ out_of_the_way(view) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks) }}
    {%- call statement("main") -%}
        create or replace view {{ view }} as (
            {{ sql }}
        );
        {{ described(view) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({"relations": [view]}) }}
{% endmaterialization %}
