"""Settings: the only reader of the environment and of `accounts.toml`. Everything below gets values, never names.

What is wrong is said with the variable or the account to mend. Keys are taken out of the environment into a `Secret`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lead_pipeline.errors import NoAccount, SettingsError
from lead_pipeline.http_client.account import Account
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.http_client.turns import DEFAULT_IN_FLIGHT
from lead_pipeline.settings.accounts import ACCOUNTS_FILE, read_accounts, variables_of
from lead_pipeline.settings.schedules import Schedules, read_schedules
from lead_pipeline.settings.values import memory, number, page_address, whole_number, yes_or_no
from lead_pipeline.settings.webhook import Webhook, WebhookFormat, webhook
from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.source import Source
from lead_pipeline.warehouse.database import Warehouse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.http_client.redaction import Secret

__all__ = ["ACCOUNTS_FILE", "Schedules", "Settings", "Webhook", "WebhookFormat", "load", "variables_of"]

_A_DAY = 86_400


@dataclass(frozen=True)
class Settings:
    """Where everything is and how hard to work. `problems` are accounts that are named but cannot be used."""

    home: Path
    warehouse: Warehouse
    policy: RetryPolicy
    in_flight: int
    accounts: tuple[Account, ...]
    problems: tuple[SettingsError, ...]
    schedules: Schedules
    webhook: Webhook | None
    ui_url: str
    report_personal: bool

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All that no text may show."""
        keys = tuple(account.key for account in self.accounts)
        return keys if self.webhook is None else (*keys, self.webhook.url)

    def names(self, source: Source) -> bool:
        """Whether an account of it is named, though it may be one that cannot be used."""
        problems = any(problem.facts.get("system") == source.name for problem in self.problems)
        return problems or any(account.source is source for account in self.accounts)

    def chosen(self, system: str | None = None, account: str | None = None) -> tuple[Account, ...]:
        """The accounts of that system and name; an error that says what there is if there is none."""
        if system is not None and system not in SOURCES:
            raise SettingsError(f"There is no system {system!r}.", cure=f"Known are: {', '.join(SOURCES)}.")
        found = [
            each
            for each in self.accounts
            if (system is None or each.source.name == system) and (account is None or each.name == account)
        ]
        if found:
            return tuple(found)
        for problem in self.problems:
            is_of_system = system is None or problem.facts.get("system", system) == system
            if is_of_system and (account is None or problem.facts.get("account") == account):
                raise problem
        if account is not None and self.accounts:
            names = ", ".join(str(each) for each in self.accounts)
            raise SettingsError(f"No account is called {account!r}.", cure=f"Set are: {names}.")
        raise self._no_account(system)

    def _no_account(self, system: str | None) -> NoAccount:
        """What there is to set for an account of that system, or of any."""
        file = self.home / ACCOUNTS_FILE
        if system is not None:
            cure = f"Set {' and '.join(variables_of(SOURCES[system]))}, or name an account in {file}."
            return NoAccount(f"No account of {SOURCES[system].title} is set.", cure=cure)
        *keys, last = (" with ".join(variables_of(source)) for source in SOURCES.values())
        cure = f"Set {', '.join(keys)} or {last}, or name accounts in {file}; `make demo` needs none."
        return NoAccount("No account is set.", cure=cure)


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process."""
    env = os.environ if environment is None else environment
    home = _home(env)
    accounts, problems = read_accounts(env, home / ACCOUNTS_FILE)
    first_wait = number(env, "LEAD_PIPELINE_RETRY_SECONDS", 1, 0.001, 60)
    return Settings(
        home=home,
        warehouse=Warehouse(
            home,
            lock_timeout=number(env, "LEAD_PIPELINE_LOCK_SECONDS", 600, 0, _A_DAY),
            memory_limit=memory(env, "LEAD_PIPELINE_MEMORY", "96MB"),
            marts_memory=memory(env, "LEAD_PIPELINE_DBT_MEMORY", "1GB"),
        ),
        policy=replace(
            RetryPolicy(),
            first_wait=first_wait,
            unsaid_retry_after=10 * first_wait,
            patience=number(env, "LEAD_PIPELINE_PATIENCE_SECONDS", 900, 0, _A_DAY),
            longest_answer=number(env, "LEAD_PIPELINE_ANSWER_SECONDS", 120, 0.1, 3600),
        ),
        in_flight=whole_number(env, "LEAD_PIPELINE_IN_FLIGHT", DEFAULT_IN_FLIGHT, 1, 64),
        accounts=tuple(accounts),
        problems=tuple(problems),
        schedules=read_schedules(env),
        webhook=webhook(env),
        ui_url=page_address(env, "LEAD_PIPELINE_UI_URL", "http://127.0.0.1:3000"),
        report_personal=yes_or_no(env, "LEAD_PIPELINE_REPORT_PERSONAL"),
    )


def _home(env: Mapping[str, str]) -> Path:
    said = env.get("LEAD_PIPELINE_HOME", "").strip() or "data"
    try:
        home = Path(said).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"LEAD_PIPELINE_HOME is {said!r}: no such user.", cure="Write the path in full.") from error
    if "?" in str(home):  # DuckDB takes what comes after it for settings, and puts its log elsewhere
        raise SettingsError(f"LEAD_PIPELINE_HOME is {str(home)!r}: DuckDB opens no path with a ?.", cure="Rename it.")
    return home
