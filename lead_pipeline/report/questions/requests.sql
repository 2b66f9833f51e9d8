-- What reading cost of the budget, by day.
select
    system, account, request_date as day, requests, retries, rate_limited, round(waited_seconds, 1) as waited_seconds,
    busiest_minute_requests
from published_requests order by all
