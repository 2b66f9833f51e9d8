{# Each account has a row for every day from its first to its last. #}
{% test no_day_missing(model, column_name) %}
    select
        account,
        min({{ column_name }}) as first_day,
        max({{ column_name }}) as last_day,
        count(distinct {{ column_name }}) as days
    from {{ model }}
    group by account
    having count(distinct {{ column_name }}) <> max({{ column_name }}) - min({{ column_name }}) + 1
{% endtest %}
