with told as (
    select distinct email
    from {{ ref('int_told_contacts') }}
    where email is not null
)

{{ made_once(
    keys=['email'],
    made={
        'email_normalised': 'email_normalised(told.email)',
        'email_typo_of': 'email_typo_of(email_normalised(told.email))'
    }
) }}
