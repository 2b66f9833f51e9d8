"""The marts of credits, recomputed in plain Python from jobs, leads and the readings of the balance.

Rows are dicts with the mart's columns.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any

from lead_pipeline_tests.dbt_project.numbers import divided, rounded
from lead_pipeline_tests.dbt_project.recomputed_forecast import Burn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lead_pipeline_tests.dbt_project.accounts import Key, Row
    from lead_pipeline_tests.dbt_project.recomputed_leads import Recomputed

DAY = timedelta(days=1)
TEN_YEARS = 3650
SUMMED = (
    "requested_leads", "found_leads", "returned_leads", "billable_leads", "valid_leads", "used_credits",
    "useful_credits", "wasted_credits", "deleted_lead_credits", "unexplained_credits",
)  # fmt: skip
SHOWN = (
    "account", "job_id", "workflow_type", "keyword", "location", "status", "created_at", "created_date", "is_final",
    "is_deleted", "requested_leads", "found_leads", "returned_leads", "billable_leads", "valid_leads", "used_credits",
)  # fmt: skip


def credit_usage(leads: Recomputed) -> dict[Key, Row]:
    """One row a job."""
    return {key: _usage(leads, key) for key in leads.jobs}


def _usage(leads: Recomputed, key: Key) -> Row:
    job, held = leads.jobs[key], leads.of_job[key]
    row: Row = {name: job[name] for name in SHOWN}
    reasons = {
        "useful_credits": None,
        "duplicate_credits": "duplicate",
        "unreachable_credits": "unreachable",
        "invalid_address_credits": "invalid_address",
    }
    for name, reason in reasons.items():
        row[name] = _sum(lead["used_credits"] for lead in held if lead["waste_reason"] == reason)
    row["risky_credits"] = _sum(
        lead["used_credits"] for lead in held if lead["waste_reason"] is None and lead["email_status"] == "RISKY"
    )
    row["deleted_lead_credits"] = _sum(
        leads.credits[gone] for gone in leads.known.gone_leads if _job_of(leads, gone) == key
    )
    row["wasted_credits"] = row["duplicate_credits"] + row["unreachable_credits"] + row["invalid_address_credits"]
    ever_charged = any(
        lead["is_billable"] for lead_key, lead in leads.known.leads.items() if _job_of(leads, lead_key) == key
    )
    row["unexplained_credits"] = Decimal(0 if ever_charged else job["used_credits"])
    row["credits_per_found_lead"] = divided(job["used_credits"], job["found_leads"])
    row["credits_per_valid_lead"] = divided(job["used_credits"], job["valid_leads"])
    row["wasted_share"] = divided(row["wasted_credits"], job["used_credits"])
    return row


def _job_of(leads: Recomputed, key: Key) -> tuple[str, int | None]:
    return key[0], leads.known.leads[key]["job_id"]


def _sum(parts: Iterable[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), Decimal(0))


def credit_usage_daily(usage: dict[Key, Row], readings: list[Row]) -> dict[tuple[str, date], Row]:
    """One row a day, from the first job to the newest job or reading."""
    rows = {}
    for account in sorted({key[0] for key in usage}):
        mine = [row for row in usage.values() if row["account"] == account]
        last = max([row["created_at"] for row in mine] + [r["read_at"] for r in readings if r["account"] == account])
        day = min(row["created_date"] for row in mine)
        while day <= last.date():
            jobs = [row for row in mine if row["created_date"] == day]
            row: Row = {"account": account, "usage_date": day, "jobs": len(jobs)}
            row["final_jobs"] = sum(job["is_final"] for job in jobs)
            row |= {name: sum(job[name] for job in jobs) for name in SUMMED}
            row["wasted_share"] = divided(row["wasted_credits"], row["used_credits"])
            rows[account, day] = row
            day += DAY
    return rows


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def _last_of(readings: list[Row], what: Any) -> list[Row]:
    order = sorted(readings, key=lambda r: (r["account"], what(r), r["read_at"]))
    return [list(group)[-1] for _, group in groupby(order, key=lambda r: (r["account"], what(r)))]


def _is_latest(reading: Row, readings: list[Row]) -> bool:
    return bool(reading["read_at"] == max(r["read_at"] for r in readings if r["account"] == reading["account"]))


def credit_balance(daily: dict[tuple[str, date], Row], readings: list[Row]) -> list[Row]:
    """One row a day with a reading."""
    return [_balance(r, daily, readings) for r in _last_of(readings, lambda r: r["read_at"].date())]


def _balance(reading: Row, daily: dict[tuple[str, date], Row], readings: list[Row]) -> Row:
    account, read_at = reading["account"], reading["read_at"]
    total, used, left = (reading[f"credits{name}"] for name in ("Total", "Used", "Remaining"))
    start, end = _instant(reading["currentPeriodStart"]), _instant(reading["currentPeriodEnd"])
    length = (end - start) // timedelta(seconds=1) + 1
    elapsed = min(length, max(0, (read_at - start) // timedelta(seconds=1)))

    def burn(days: int) -> Fraction | None:
        before = [daily.get((account, read_at.date() - DAY * back)) for back in range(1, days + 1)]
        there = [row["used_credits"] for row in before if row is not None]
        return Fraction(sum(there), len(there)) if there else None

    week, month = burn(7), burn(28)
    ahead = list(burn_of(account, daily).left(read_at, left)) if any(key[0] == account for key in daily) else []
    likely, low, high = ([(day, edges[which]) for day, *edges in ahead] for which in range(3))
    dates = [_runs_out(lefts, left) for lefts in (low, likely, high)]  # the low one runs out first
    dates = [read_at.date()] * 3 if left <= 0 else dates
    return {
        "account": account,
        "balance_date": read_at.date(),
        "read_at": read_at,
        "plan_id": reading["planId"],
        "subscription_status": reading["status"],
        "total_credits": total,
        "used_credits": used,
        "remaining_credits": left,
        "period_start_at": start,
        "period_end_at": end,
        "burn_7_days_credits": None if week is None else rounded(week),
        "burn_28_days_credits": None if month is None else rounded(month),
        "period_elapsed_share": divided(elapsed, length),
        "period_used_share": divided(used, total),
        "pace": divided(used * length, total * elapsed),
        "runs_out_earliest_date": dates[0],
        "runs_out_likely_date": dates[1],
        "runs_out_latest_date": dates[2],
        "lasts_until_period_end": left > 0 and (dates[1] is None or dates[1] > end.date()),
        "is_latest": _is_latest(reading, readings),
    }


def _runs_out(lefts: list[tuple[date, Decimal | None]], now: int) -> date | None:
    """The first day with nothing left; behind the last one, where a straight line through it meets nothing."""
    if found := [day for day, left in lefts if left == 0]:
        return found[0]
    day, left = lefts[-1] if lefts else (None, None)
    if day is None or left is None or left >= now:
        return None
    more = Fraction(left) * len(lefts) / Fraction(now - left)
    return day + DAY * ceil(more) if more <= TEN_YEARS else None


@cache
def _burn(first: date, used: tuple[int, ...]) -> Burn:
    return Burn(first, used)


def burn_of(account: str, daily: dict[tuple[str, date], Row]) -> Burn:
    """What the account used, day by day."""
    mine = sorted((day, row["used_credits"]) for (name, day), row in daily.items() if name == account)
    return _burn(mine[0][0], tuple(used for _, used in mine))


def credit_forecast(daily: dict[tuple[str, date], Row], readings: list[Row]) -> list[Row]:
    """One row a day to come, from each account's latest reading."""
    rows: list[Row] = []
    for balance in (row for row in credit_balance(daily, readings) if row["is_latest"]):
        if not any(key[0] == balance["account"] for key in daily):
            continue
        burn = burn_of(balance["account"], daily)
        for number, (day, likely, low, high) in enumerate(
            burn.left(balance["read_at"], balance["remaining_credits"]), 1
        ):
            rows.append(
                {
                    "account": balance["account"],
                    "balance_date": balance["balance_date"],
                    "forecast_date": day,
                    "days_ahead": number,
                    "likely_credits": likely,
                    "low_credits": low,
                    "high_credits": high,
                    "is_after_period_end": day > balance["period_end_at"].date(),
                    **{name: balance[name] for name in balance if name.startswith("runs_out_")},
                }
            )
    return rows


def credit_reconciliation(leads: Recomputed, readings: list[Row]) -> list[Row]:
    """One row a period with a reading."""
    return [_reconciled(leads, r, readings) for r in _last_of(readings, lambda r: r["currentPeriodStart"])]


def _reconciled(leads: Recomputed, reading: Row, readings: list[Row]) -> Row:
    account, read_at, used = reading["account"], reading["read_at"], reading["creditsUsed"]
    start, end = _instant(reading["currentPeriodStart"]), _instant(reading["currentPeriodEnd"])
    jobs = [
        job
        for job in leads.jobs.values()
        if job["account"] == account and start <= job["created_at"] <= min(end, read_at)
    ]
    final = [
        job
        for job in jobs
        if job["is_final"] and (job["finished_at"] or job["started_at"] or job["created_at"]) <= read_at
    ]
    still_open = [job for job in jobs if job not in final]
    most_leads = sum(max(job["requested_leads"], job["found_leads"]) for job in still_open)
    price = _price(leads, account)
    most = 0 if not most_leads else None if price is None else most_leads * price
    cost = sum(job["used_credits"] for job in final)
    explained = None if most is None else max(0, min(used - cost, most))
    return {
        "account": account,
        "period_start_at": start,
        "period_end_at": end,
        "read_at": read_at,
        "is_latest": _is_latest(reading, readings),
        "balance_used_credits": used,
        "jobs": len(jobs),
        "final_jobs": len(final),
        "final_jobs_credits": cost,
        "open_jobs": len(still_open),
        "open_jobs_most_credits": most,
        "remainder_credits": used - cost,
        "remainder_share": divided(used - cost, used),
        "explained_credits": explained,
        "unexplained_credits": None if explained is None else used - cost - explained,
    }


def _price(leads: Recomputed, account: str) -> int | None:
    prices = []
    for key, job in leads.jobs.items():
        ever = [lead for lead_key, lead in leads.known.leads.items() if _job_of(leads, lead_key) == key]
        charged = sum(lead["is_billable"] for lead in ever)
        if (
            key[0] == account
            and job["is_final"]
            and job["used_credits"]
            and charged
            and len(ever) >= job["found_leads"]
        ):
            prices.append(-(-job["used_credits"] // charged))
    return max(prices, default=None)
