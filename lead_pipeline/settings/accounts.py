"""The accounts: one of each system whose key is in the environment, and those that `accounts.toml` names.

The file never holds a key, only the name of the variable that does.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lead_pipeline.errors import SettingsError
from lead_pipeline.http_client.account import Account
from lead_pipeline.settings.values import api_key, base_url, budget, ids, key_header
from lead_pipeline.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lead_pipeline.spec.budget import Budget
    from lead_pipeline.spec.source import Source

ACCOUNTS_FILE = "accounts.toml"
_WORDS = ("name", "system", "key_variable", "base_url", "requests_per_minute", "key_header")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_EXAMPLE = """An account is written like this:
  [[account]]
  name = "north"
  system = "flowmaticx"
  key_variable = "FLOWMATICX_NORTH_API_KEY"   # the name of the variable that holds the key, never the key"""


@dataclass(frozen=True)
class _Said:
    """What was said of one account; `url_at`, `budget_at` and `header_at` are where."""

    name: str
    source: Source
    key_variable: str
    base_url: object
    url_at: str
    requests_per_minute: object
    budget_at: str
    key_header: object
    header_at: str
    named: Mapping[str, object]
    named_at: str


def variables_of(source: Source) -> tuple[str, ...]:
    """What must be set in the environment for an account of that system."""
    return (source.key_variable,) if source.base_url is not None else (source.key_variable, _base_url_variable(source))


def read_accounts(env: Mapping[str, str], file: Path) -> tuple[list[Account], list[SettingsError]]:
    """The accounts that can be used, and what is wrong with the others."""
    accounts: list[Account] = []
    problems: list[SettingsError] = []
    in_file = []
    for number, table in enumerate(_tables(file), 1):
        try:
            in_file.append(_from_table(table, f"account {number} in {file}"))
        except SettingsError as problem:
            problems.append(problem)
    named = {said.key_variable for said in in_file}
    for said in [*_from_environment(env, named), *in_file]:
        try:
            accounts.append(_account(said, env))
        except SettingsError as problem:
            problem.facts |= {"system": said.source.name, "account": said.name}
            problems.append(problem)
    _refuse_twins(accounts, file)
    return accounts, problems


def _from_environment(env: Mapping[str, str], named: set[str]) -> Iterator[_Said]:
    """The account `default` of each system whose key is set, unless the file has an account with that very key."""
    for source in SOURCES.values():
        if env.get(source.key_variable, "").strip() and source.key_variable not in named:
            system = source.name.upper()
            url, limit, header = _base_url_variable(source), f"{system}_REQUESTS_PER_MINUTE", f"{system}_KEY_HEADER"
            yield _Said(
                name="default",
                source=source,
                key_variable=source.key_variable,
                base_url=env.get(url, "").strip() or source.base_url,
                url_at=url,
                requests_per_minute=env.get(limit, "").strip() or None,
                budget_at=limit,
                key_header=env.get(header, "").strip() or None,
                header_at=header,
                named={word: env.get(f"{system}_{word.upper()}") for word in source.named},
                named_at=f"{system}_*",
            )


def _base_url_variable(source: Source) -> str:
    return f"{source.name.upper()}_BASE_URL"


def _tables(file: Path) -> list[dict[str, object]]:
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return []
    except NotADirectoryError as error:
        raise SettingsError(f"{file.parent} is no folder.", cure="Set LEAD_PIPELINE_HOME to one.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not TOML: {error}.", cure=_EXAMPLE) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.", cure="It must be a UTF-8 file you may read.") from error
    tables = listed.pop("account", [])
    if listed or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsError(f"{file} holds something else than [[account]] tables.", cure=_EXAMPLE)
    return tables


def _from_table(table: Mapping[str, object], where: str) -> _Said:
    """The words of one table. No value of theirs is shown but names: a key may have been written there by mistake."""
    words = (*_WORDS, *sorted({word for source in SOURCES.values() for word in source.named}))
    if unknown := sorted(set(table) - set(words)):
        cure = f"Known are: {', '.join(words)}. A key itself is never written there."
        raise SettingsError(f"{where} has unknown words: {', '.join(unknown)}.", cure=cure)
    name, system = table.get("name"), table.get("system")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        cure = "A name is of small letters, digits, - and _, at most 41 of them, the first a letter or digit."
        raise SettingsError(f"{where} has the name {name!r}.", cure=cure)
    if not isinstance(system, str) or system not in SOURCES:
        cure = f"Known are: {', '.join(SOURCES)}."
        raise SettingsError(f"{where} ({name}): there is no system {system!r}.", cure=cure, account=name)
    source = SOURCES[system]
    variable = table.get("key_variable", source.key_variable)
    if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
        cure = f"Write the name of an environment variable, like {source.key_variable}, never a key itself."
        raise SettingsError(
            f"{where} ({name}): key_variable is no name of a variable.", cure=cure, system=system, account=name
        )
    return _Said(
        name=name,
        source=source,
        key_variable=variable,
        base_url=table.get("base_url", source.base_url),
        url_at=f"base_url of {where} ({name})",
        requests_per_minute=table.get("requests_per_minute"),
        budget_at=f"requests_per_minute of {where} ({name})",
        key_header=table.get("key_header"),
        header_at=f"key_header of {where} ({name})",
        named={word: table.get(word) for word in source.named},
        named_at=f"{where} ({name})",
    )


def _account(said: _Said, env: Mapping[str, str]) -> Account:
    return Account(
        name=said.name,
        source=said.source,
        base_url=base_url(said.base_url, said.url_at, said.source),
        key=api_key(env, said.key_variable, f"{said.source.name}/{said.name}"),
        key_variable=said.key_variable,
        budget=_budget(said),
        key_header=key_header(said.key_header, said.header_at, said.source),
        named={word: ids(value, f"{word} of {said.named_at}") for word, value in said.named.items()},
    )


def _budget(said: _Said) -> Budget | None:
    """What is said of the minute goes before what is declared of it; longer windows hold all the same."""
    declared = said.source.budget
    if said.requests_per_minute is None:
        return declared
    chosen = budget(said.requests_per_minute, said.budget_at)
    return None if chosen is None else replace(declared, requests=chosen.requests)


def _refuse_twins(accounts: Sequence[Account], file: Path) -> None:
    """Two accounts of one name would share their rows; two of one key would land every row twice."""
    for place, account in enumerate(accounts):
        for other in accounts[:place]:
            if str(account) == str(other):
                cure = f"Rename one of them in {file}; the account from the environment is called default."
                raise SettingsError(f"Two accounts are called {account}.", cure=cure)
            same = account.source is other.source and account.base_url == other.base_url
            if same and account.key.reveal() == other.key.reveal():
                cure = f"Each row would land twice: take one of them out of {file}, or set another key."
                raise SettingsError(f"{other} and {account} have the same key.", cure=cure)
