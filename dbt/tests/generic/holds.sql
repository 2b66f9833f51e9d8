{# A condition that is true of every row; where it comes out empty, it does not hold either. #}
{% test holds(model, condition) %}
    select *
    from {{ model }}
    where ({{ condition }}) is not true
{% endtest %}
