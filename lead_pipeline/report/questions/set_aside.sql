-- Records that broke a rule, by the rule.
select system, account, endpoint, reason, records, first_seen_at, last_seen_at
from published_set_aside order by records desc, system, account, endpoint, reason
limit 500
