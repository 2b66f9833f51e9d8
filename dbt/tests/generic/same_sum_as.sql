{# A column comes to the same as one elsewhere, for each account: nothing was lost on the way, nothing came in twice. #}
{% test same_sum_as(model, column_name, compare_to, column_there, where_there='true') %}
    with here as (
        select
            account,
            sum({{ column_name }}) as whole
        from {{ model }}
        group by account
    ),

    there as (
        select
            account,
            sum({{ column_there }}) as whole
        from {{ compare_to }}
        where {{ where_there }}
        group by account
    )

    select
        account,
        here.whole as sum_here,
        there.whole as sum_there
    from here
    full outer join there using (account)
    where coalesce(here.whole, 0) <> coalesce(there.whole, 0)
{% endtest %}
