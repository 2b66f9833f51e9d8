"""What one HTTP answer means: data, or which of our errors. Status first, code second, as the envelope says it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from lead_pipeline import errors
from lead_pipeline.http_client.data import BOM, Data, is_list, is_text, outer_object
from lead_pipeline.http_client.told import budget_told, fields_of, request_id
from lead_pipeline.spec.reply import Problem, Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.http_client.account import Account
    from lead_pipeline.http_client.wire import Received
    from lead_pipeline.spec.source import Endpoint

_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
_SHOWN = 300  # characters of a server's own words that a message repeats

_SUCCESS, _REDIRECT, _SERVER_ERROR = 2, 3, 5  # hundreds
_BY_STATUS = {401: Stop.KEY, 402: Stop.PLAN, 403: Stop.SCOPE, 404: Stop.MISSING, 429: Stop.WAIT}
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY}
_STOPS: dict[Stop, type[errors.LeadPipelineError]] = {
    Stop.REQUEST: errors.RequestRefused,
    Stop.MISSING: errors.ResourceMissing,
    Stop.SCOPE: errors.ScopeMissing,
    Stop.PLAN: errors.PlanLocked,
    Stop.KEY: errors.KeyRejected,
}


def data_of(received: Received, account: Account, endpoint: Endpoint) -> Data:
    """The data of a good answer, undecoded; raises what any other answer means."""
    if received.status // 100 != _SUCCESS or not is_text(body := received.body.removeprefix(BOM)):
        return _data_or_error(received, account, endpoint)
    envelope = account.source.envelope

    def exactly() -> Data:
        found = Data.within(body, envelope)
        if found is not None and not _says_failure(found[1], account):
            return found[0]
        return _data_or_error(received, account, endpoint)

    return Data.at_a_glance(body, envelope, exactly) or exactly()


def _data_or_error(received: Received, account: Account, endpoint: Endpoint) -> Data:
    outer, name = outer_object(received.body), account.source.envelope.data
    if received.status // 100 == _SUCCESS and outer is not None and not _says_failure(outer, account):
        raw = msgspec.Raw(received.body.removeprefix(BOM)) if name is None else outer.get(name)
        if raw is not None:
            return Data(lambda: raw)
        raise errors.BodyFault(f"{account} {endpoint.name}: an answer without {name!r} in it.")
    if received.status // 100 == _SUCCESS and outer is None and name is None and is_list(received.body):
        return Data(lambda: msgspec.Raw(received.body.removeprefix(BOM)))
    raise _error_of(received, outer, account, endpoint)


def number_of(received: Received, account: Account) -> str | None:
    """The number that the API gave the request, where it gives one."""
    envelope = account.source.envelope
    return request_id(outer_object(received.body), envelope) if envelope.request_ids else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from seconds or an HTTP date (by the server's own clock where it tells it); None if unsaid."""
    said = headers.get("retry-after", "").strip()
    if not said:
        return None
    if _SECONDS.fullmatch(said):
        return float(said)
    until, now = _http_date(said), _http_date(headers.get("date", ""))
    return None if until is None else max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def _says_failure(outer: dict[str, msgspec.Raw], account: Account) -> bool:
    envelope = account.source.envelope
    return any(_decoded(outer.get(flag)) is False for flag in envelope.flags) or _problem_words(outer, account) != {}


def _problem_words(outer: dict[str, msgspec.Raw] | None, account: Account) -> dict[str, Any]:
    words = _decoded((outer or {}).get(account.source.envelope.error))
    return words if isinstance(words, dict) else {}


def _decoded(raw: msgspec.Raw | None) -> object:
    try:
        return None if raw is None else msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None


def _error_of(
    received: Received, outer: dict[str, msgspec.Raw] | None, account: Account, endpoint: Endpoint
) -> errors.LeadPipelineError:
    status = received.status
    words = _problem_words(outer, account)
    code, told = (
        _told(words.get(name), account) for name in (account.source.envelope.code, account.source.envelope.message)
    )
    told_here = [each for each in account.source.problems if each.code == code and each.at in {None, endpoint.name}]
    known = max(told_here, key=lambda problem: problem.at is not None, default=None)
    reason = f": {told.removesuffix('.')}" if told else ""
    said = f"{account} {endpoint.name}: HTTP {status}{f' {code}' if code else ''}{reason}."

    if status // 100 == _REDIRECT:
        cure = "The key is not sent to another address: check the base URL."
        return errors.ServerUnreachable(f"{said} It redirects elsewhere.", cure=cure)
    if status // 100 == _SERVER_ERROR or status in _PASSING:
        return errors.ServerFault(said, cure="The server is at fault: try again later.")
    if status // 100 == _SUCCESS and known is None:
        what = "The body is not the JSON it should be." if outer is None else "The body says that it failed."
        return errors.BodyFault(f"{said} {what}", cure="Try again later.")
    stop = _stop_of(status, known)
    if (known is None or known.stop is not stop) and stop is not Stop.REQUEST:
        known = next((each for each in account.source.problems if each.stop is stop and each.at is None), None)
    cure = _filled(known, account, endpoint)
    if stop is Stop.WAIT:
        is_asked = retry_after(received.headers) is not None
        wait = _wait(received.headers, account)
        return errors.RateLimited(said, wait_seconds=wait, is_asked=is_asked, cure=cure)
    number = request_id(outer, account.source.envelope)
    fields = {name: _told(reason, account) for name, reason in fields_of(words, account.source.envelope).items()}
    wrong = f" ({'; '.join(f'{name}: {reason}' for name, reason in fields.items())})" if fields else ""
    return _STOPS[stop](
        f"{said.removesuffix('.')}{wrong if told == '' or not _repeats(told, fields) else ''}."
        f"{f' Their number for it: {number}.' if number else ''}",
        cure=cure, status=status, code=code, scope=endpoint.scope, key_variable=account.key_variable,
        told=told, fields=fields, request_id=number,
    )  # fmt: skip


def _repeats(told: str, fields: Mapping[str, str]) -> bool:
    """Whether the message says itself what is wrong with the fields."""
    return all(name in told for name in fields)


def _wait(headers: Mapping[str, str], account: Account) -> float | None:
    """As long as the server asks, or until the window that is used up starts anew; None if it says neither."""
    if (said := retry_after(headers)) is not None:
        return said
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    told = [budget_told(headers, window) for window in account.source.budget.windows]
    resets = [reset - now.timestamp() for _, left, reset in told if reset is not None and not left]
    return max(0.0, *resets) if resets else None


def _told(words: object, account: Account) -> str:
    """The server's own words, as far as they are text, on one line, short, and without the key."""
    return " ".join(account.key.scrub(words).split())[:_SHOWN] if isinstance(words, str) else ""


def _stop_of(status: int, known: Problem | None) -> Stop:
    """The status decides where it is plain; the code refines the rest (a 403 that is the plan's, not the key's)."""
    by_status = _BY_STATUS.get(status, Stop.REQUEST)
    return by_status if known is None or by_status in {Stop.KEY, Stop.WAIT} else known.stop


def _filled(problem: Problem | None, account: Account, endpoint: Endpoint) -> str:
    if problem is None:
        return "Check the base URL; if it is right, the API has changed: please report this with the message above."
    return problem.cure.format(key_variable=account.key_variable, scope=endpoint.scope, endpoint=endpoint.name)


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
