"""How an endpoint is kept fresh and what that costs, in words made from its declaration; nothing is added by hand.

For people: the command line and Dagster show it. What is read when is decided where it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.spec.paging import CursorPaging, OnePage
from lead_pipeline.spec.table import Keep

if TYPE_CHECKING:
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import ByDay, OncePerParent, Since, UntilKnown


def kept_fresh(endpoint: Endpoint) -> str:
    """What of it a sync reads."""
    told = _list(endpoint) if endpoint.per is None else _children(endpoint, endpoint.per)
    return f"{told}; left out where the key lacks its scope, and that is no failure" if endpoint.optional else told


def requests_kind(endpoint: Endpoint) -> str:
    """What it costs in requests."""
    paging, per = endpoint.paging, endpoint.per
    rows = f"one a {paging.page_size} rows" if not isinstance(paging, OnePage) else "one"
    if isinstance(paging, CursorPaging):
        rows += ", by cursor" if paging.pages is None else ", by cursor or number"
    if endpoint.named is not None:
        return f"one for each id that the setting {endpoint.named.setting} names"
    if per is None:
        return rows
    if endpoint.by_day is not None:
        days = "day" if endpoint.by_day.one_by_one else "as many days as an answer holds"
        return f"one for each of {per.parent} and {days}"
    each = f"{rows} of each of {per.parent}" if rows != "one" else f"one for each of {per.parent}"
    if per.at_once is not None:
        return f"{rows} of all {per.parent} at once, where the API has such a list; else {each}"
    return f"{each}, the answer shared" if endpoint.shares_answer else each


def _list(endpoint: Endpoint) -> str:
    if endpoint.named is not None:
        return f"those that the setting {endpoint.named.setting} names, each time"
    if endpoint.table.keep is Keep.HISTORY:
        return "a reading each time, all of them kept"
    return "as it is now, each time" if endpoint.rows is None else "the full list each time, with proof"


def _children(endpoint: Endpoint, per: OncePerParent) -> str:
    if endpoint.by_day is not None:
        return _by_day(endpoint.by_day, per)
    if endpoint.since is not None:
        told = _since(endpoint.since, per)
    elif endpoint.until_known is not None:
        told = f"of each of {per.parent}: {_until_known(endpoint.until_known)}"
    else:
        told = _queue(per) if per.order else _per_parent(per)
    if per.at_once is None:
        return told
    alike = endpoint.until_known
    together = f": {_until_known(alike)}" if alike is not None else " in full each time, with proof"
    return f"the list of all {per.parent} at once, where the API has one{together}. Else {told}"


def _by_day(by_day: ByDay, per: OncePerParent) -> str:
    if by_day.days_of is not None:
        return f"by day, for each of {per.parent}: days on which {by_day.days_of.endpoint} came or changed"
    return f"by day, for each of {per.parent}: until {by_day.settles_after_days} day(s) after a day has ended"


def _since(since: Since, per: OncePerParent) -> str:
    told = f"since the newest {since.column} held, for each of {per.parent}"
    reasons = [f"the oldest that {since.moved_by.endpoint} tell of"] if since.moved_by is not None else []
    reasons += [f"the oldest that is {_any_of(since.open_values)}"] if since.open_values else []
    if reasons:
        told += f", or {', or '.join(reasons)}"
    return f"{told}; the full list every {since.whole_every_days} days, with proof"


def _until_known(known: UntilKnown) -> str:
    """A list whose newest rows tell whether the rest is as it was."""
    told = "as far as to rows that are held and have not changed"
    if known.alone is not None:
        told += f", older ones that are {_any_of(known.open_values)} by themselves"
    elif known.open_values:
        told += f" and past any that is {_any_of(known.open_values)}"
    return f"{told}; the full list every {known.whole_every_days} days, with proof"


def _queue(per: OncePerParent) -> str:
    best = " and ".join(f"{'highest' if name.startswith('-') else 'lowest'} {name.lstrip('-')}" for name in per.order)
    spare = f" that leaves {per.spare} requests for others" if per.spare is not None else ""
    return f"a queue within the budget{spare}: {_changed(per)}, {best} first; the rest in the next run"


def _per_parent(per: OncePerParent) -> str:
    if not per.tells_change:
        return f"the full list of each of {per.parent} each time, with proof"
    told = _changed(per)
    if per.final_column is not None:
        told += f"; of {'/'.join(sorted(per.final_values))} ones once"
    told += f", with proof; again every {per.recheck_after_days} days"
    return f"{told}. One request counts them all" if per.whole_list else told


def _changed(per: OncePerParent) -> str:
    changed = f"whose {per.told_by} changed" if per.told_by is not None else "that changed"
    told = f", or {per.moved_by.endpoint} tell of" if per.moved_by is not None else ""
    return f"of {per.parent} {changed}{told}"


def _any_of(values: frozenset[str]) -> str:
    return " or ".join(sorted(values))
