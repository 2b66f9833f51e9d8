-- Where someone must act (red) or look (amber), with the command to run. How old the copy is, the page sees for itself.
with found as (
    select
        1 as rank, 'act' as severity, system, account, ended_at as since,
        'The last sync ended as: ' || status as what,
        'lead-pipeline sync --system ' || system || ' --account ' || account as command
    from published_runs where status not in ('ok', 'running', 'unproven')
    union all
    select
        2, 'act', system, account, max(walked_at),
        sum(lists_unproven) || ' lists are not proven: rows may be missing',
        'lead-pipeline sync --system ' || system || ' --account ' || account
    from published_endpoints where lists_unproven > 0 group by system, account
    union all
    select
        3, 'act', null, account, read_at,
        case
            when remaining_credits <= 0 then 'No credits are left'
            else 'Credits run out on ' || runs_out_likely_date || ', before the period ends on '
                || cast(period_end_at as date)
        end,
        'lead-pipeline query "from credit_balance where is_latest"'
    from credit_balance where is_latest and not lasts_until_period_end
    union all
    select
        4, 'look', null, account, read_at,
        unexplained_credits || ' credits of this period are explained by no job',
        'lead-pipeline query "from credit_reconciliation where is_latest"'
    from credit_reconciliation where is_latest and unexplained_credits <> 0
    union all
    select
        5, 'look', system, account, max(last_seen_at),
        count(*) || ' rules broken: records are set aside, out of every table',
        'lead-pipeline quarantine list'
    from published_set_aside group by system, account
    union all
    select
        6, 'look', system, account, max(last_seen_at),
        count(*) || ' fields are not as declared',
        'lead-pipeline status'
    from published_drift group by system, account
)

select severity, system, account, what, command, since from found order by rank, account, system, what
