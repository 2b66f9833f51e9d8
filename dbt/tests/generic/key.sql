{# What tells one row from another: no part of it is empty, and no two rows share it. An id is only one account's. #}
{% test key(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as rows_alike
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1 or {{ columns | join(' is null or ') }} is null
{% endtest %}
