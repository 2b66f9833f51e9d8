"""Every error of ours, sorted by what the caller does next.

Each carries the culprit as data (`facts`) and a cure in plain words. What decides *whether* something is wrong
lives where it is found out; nothing here looks at a response, a row or a file.
"""

from __future__ import annotations

from typing import ClassVar


class LeadPipelineError(Exception):
    """The root: what happened, what to do about it, and the facts a program may want."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, cure: str = "", **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".rstrip()


# ── The user mends something, then runs again ────────────────────────────────────────────────────────────────────────


class SettingsError(LeadPipelineError):
    """Settings or command-line words that cannot be acted on."""

    exit_code = 2


class NoAccount(SettingsError):
    """Nothing is set for what is asked; whoever reads several systems goes on with the others."""


class DeclarationError(LeadPipelineError):
    """A source is declared in a way that cannot work; raised while it is imported."""

    exit_code = 2


# ── Ask again: the same request may well succeed ─────────────────────────────────────────────────────────────────────


class Transient(LeadPipelineError):
    """A fault that passes. The client asks again, a few times."""


class NetworkFault(Transient):
    """No whole answer: refused, reset, timed out, cut off, undecodable."""


class ServerFault(Transient):
    """An answer that says the server is at fault (5xx)."""


class BodyFault(Transient):
    """An answer whose body is not what its status says: no JSON, no envelope, another shape."""


class RateLimited(Transient):
    """The budget is spent; `wait_seconds` is what the server told of it, None where it did not say.

    `is_asked`: it asked to wait so long; else that follows from when its window starts anew.
    """

    def __init__(self, message: str, *, wait_seconds: float | None, is_asked: bool = False, cure: str = "") -> None:
        super().__init__(message, cure=cure, wait_seconds=wait_seconds)
        self.wait_seconds = wait_seconds
        self.is_asked = is_asked


class Paused(LeadPipelineError):
    """Waiting longer than a run may: what is landed stays, the next run goes on after `until` (ISO, UTC)."""

    exit_code = 3

    def __init__(self, message: str, *, until: str, cure: str = "") -> None:
        super().__init__(message, cure=cure, until=until)
        self.until = until


# ── Stop this walk, go on with the others ────────────────────────────────────────────────────────────────────────────


class RequestRefused(LeadPipelineError):
    """The server understood and declined: a 4xx that asking again will not change."""


class ResourceMissing(RequestRefused):
    """404: what was asked for is not in this workspace."""


class WalkBroken(LeadPipelineError):
    """A list that cannot be read to its end: it loops, or it never ends."""


class ShapeChanged(LeadPipelineError):
    """A whole page or column is not what was declared: landing it would destroy what is held."""


# ── Stop this endpoint, go on with the others ────────────────────────────────────────────────────────────────────────


class EndpointClosed(LeadPipelineError):
    """This account may not read this endpoint."""


class ScopeMissing(EndpointClosed):
    """403: the key lacks the scope that the endpoint needs."""


class PlanLocked(EndpointClosed):
    """The plan, the subscription or the credits do not cover what was asked."""


class EndpointFailing(EndpointClosed):
    """Several walks in a row failed: the endpoint is down, and asking on would only add load."""


class FilterIgnored(EndpointFailing):
    """The lists of different parents show the same rows: which row is whose cannot be told."""


# ── Stop this account ────────────────────────────────────────────────────────────────────────────────────────────────


class AccountStopped(LeadPipelineError):
    """Nothing of this account can be read until someone acts."""


class KeyRejected(AccountStopped):
    """401: the key is missing, wrong or revoked."""


class ShrinkRefused(AccountStopped):
    """None of the rows that are held is shown any more: believing that needs a person's word."""


class ServerUnreachable(AccountStopped):
    """The address is not one to send a key to: TLS fails, it redirects elsewhere."""


# ── The warehouse ────────────────────────────────────────────────────────────────────────────────────────────────────


class WarehouseError(LeadPipelineError):
    """The warehouse cannot be used as asked."""


class WarehouseBusy(WarehouseError):
    """Another process holds a lock; the facts say which."""


class WarehouseUnreadable(WarehouseError):
    """The file is no DuckDB database that this version can open. It is left untouched."""


class StateUnreadable(LeadPipelineError):
    """A file of ours beside the warehouse is damaged."""


class MartsFailed(LeadPipelineError):
    """dbt could not build the marts, or one of its tests failed. What is published stays."""


class PublishRefused(LeadPipelineError):
    """The rows or marts break a rule that must hold before analysts see them. What is published stays."""


class ReportFailed(LeadPipelineError):
    """The report could not be made."""


class QueryRefused(WarehouseError):
    """A query that DuckDB refuses, with DuckDB's own words."""

    exit_code = 2


# ── Telling people ───────────────────────────────────────────────────────────────────────────────────────────────────


class NotificationFailed(LeadPipelineError):
    """A message did not reach the chat. What it was to tell of happened all the same."""
