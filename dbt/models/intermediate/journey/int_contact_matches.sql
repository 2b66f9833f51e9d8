-- Who came later is looked for among those who came before, by what is rarest shared by chance first.
with ways as (
    select
        'flowmaticx' as from_system,
        'leadconduit' as to_system,
        1 as way
    union all
    select
        'leadconduit' as from_system,
        'flowestate' as to_system,
        1 as way
    union all
    select
        'flowmaticx' as from_system,
        'flowestate' as to_system,
        2 as way
),

-- Each side by itself first: held against all contacts, a million leads would be held against each other.
came_first as (
    select * from {{ ref('int_contacts') }}
    where system_name in (select ways.from_system from ways)
),

came_later as (
    select * from {{ ref('int_contacts') }}
    where system_name in (select ways.to_system from ways)
),

shared as (
    select
        ways.from_system,
        ways.to_system,
        ways.way,
        1 as rank,
        early.account as from_account,
        early.lead_id as from_lead_id,
        late.account as to_account,
        late.lead_id as to_lead_id
    from ways
    inner join came_first as early on ways.from_system = early.system_name
    inner join came_later as late
        on ways.to_system = late.system_name and early.email_normalised = late.email_normalised

    union all

    select
        ways.from_system,
        ways.to_system,
        ways.way,
        2 as rank,
        early.account as from_account,
        early.lead_id as from_lead_id,
        late.account as to_account,
        late.lead_id as to_lead_id
    from ways
    inner join came_first as early on ways.from_system = early.system_name
    inner join came_later as late
        on
            ways.to_system = late.system_name
            and right(early.phone_digits, 7) = right(late.phone_digits, 7)
            and {{ same_number('early.phone_digits', 'late.phone_digits') }}

    union all

    select
        ways.from_system,
        ways.to_system,
        ways.way,
        3 as rank,
        early.account as from_account,
        early.lead_id as from_lead_id,
        late.account as to_account,
        late.lead_id as to_lead_id
    from ways
    inner join came_first as early on ways.from_system = early.system_name
    inner join came_later as late
        on ways.to_system = late.system_name and early.firm_domain = late.firm_domain
),

compared as (
    select
        shared.*,
        early.created_at as from_created_at,
        late.created_at as to_created_at,
        early.email_normalised = late.email_normalised as is_same_email,
        {{ same_number('early.phone_digits', 'late.phone_digits') }} as is_same_phone,
        -- The domain of a mailbox that both have tells nothing more than the mailbox does.
        case
            when
                early.email_normalised = late.email_normalised
                and early.firm_domain = late.firm_domain
                and ends_with(early.email_normalised, '@' || early.firm_domain)
                then null
            else early.firm_domain = late.firm_domain
        end as is_same_domain,
        early.firm_name = late.firm_name as is_same_firm,
        early.city_name = late.city_name as is_same_city,
        early.person_name = late.person_name as is_same_person
    from shared
    inner join {{ ref('int_contacts') }} as early
        on
            shared.from_system = early.system_name
            and shared.from_account = early.account
            and shared.from_lead_id = early.lead_id
    inner join {{ ref('int_contacts') }} as late
        on
            shared.to_system = late.system_name
            and shared.to_account = late.account
            and shared.to_lead_id = late.lead_id
),

weighed as (
    select
        *,
        len(list_filter(
            [is_same_email, is_same_phone, is_same_domain, is_same_firm, is_same_city, is_same_person],
            lambda told: told
        )) as agreeing,
        len(list_filter(
            [is_same_email, is_same_phone, is_same_domain, is_same_firm, is_same_city, is_same_person],
            lambda told: not told
        )) as differing
    from compared
),

believed as (
    select *
    from weighed
    where
        from_created_at <= to_created_at
        and case rank
            -- One thing in common, and two or more that both tell are not: a shared mailbox or switchboard.
            when 1 then agreeing > 1 or differing < 2
            when 2 then (agreeing > 1 or differing < 2) and coalesce(is_same_person, true)
            -- People are known by their own name as well as the firm's, firms by theirs, if it is told.
            else
                case
                    when from_system = 'flowmaticx' then coalesce(is_same_firm, true)
                    else is_same_person and is_same_firm and not (is_same_email is false and is_same_phone is false)
                end
        end
)

select
    to_system,
    to_account,
    to_lead_id,
    from_system,
    from_account,
    from_lead_id,
    case rank when 1 then 'email' when 2 then 'phone' else 'domain and name' end as matched_by
from believed
qualify row_number() over (
        partition by to_system, to_account, to_lead_id
        order by
            way asc, rank asc, agreeing desc, differing asc, from_created_at asc, from_account asc,
            length(from_lead_id) asc, from_lead_id asc
    ) = 1
