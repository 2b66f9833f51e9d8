{# Parts of a whole: from none of it to all of it; empty where there is no whole. #}
{% test share_between_0_and_1(model, columns) %}
    select *
    from {{ model }}
    where {% for column in columns %}{{ column }} not between 0 and 1{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
