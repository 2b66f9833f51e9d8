{# As many rows as in another table, or in the part of it that is meant, for each account. #}
{% test same_rows_as(model, compare_to, where_there='true') %}
    with here as (
        select
            account,
            count(*) as row_count
        from {{ model }}
        group by account
    ),

    there as (
        select
            account,
            count(*) as row_count
        from {{ compare_to }}
        where {{ where_there }}
        group by account
    )

    select
        account,
        here.row_count as rows_here,
        there.row_count as rows_there
    from here
    full outer join there using (account)
    where here.row_count is distinct from there.row_count
{% endtest %}
