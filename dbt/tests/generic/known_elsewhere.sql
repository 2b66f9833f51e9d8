{# What several columns name together is a row of another table; where the last one is empty, nothing is named. #}
{% test known_elsewhere(model, columns, compare_to) %}
    select here.*
    from {{ model }} as here
    left join {{ compare_to }} as there
        on {% for column in columns %}here.{{ column }} = there.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    where here.{{ columns | last }} is not null and there.{{ columns | last }} is null
{% endtest %}
