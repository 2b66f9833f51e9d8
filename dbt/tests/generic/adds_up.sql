{# A column is the sum of its parts, exactly, in each row. #}
{% test adds_up(model, column_name, parts) %}
    select
        {{ column_name }},
        {{ parts | join(', ') }}
    from {{ model }}
    where {{ column_name }} is distinct from {{ parts | join(' + ') }}
{% endtest %}
