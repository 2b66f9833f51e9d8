"""One setting each: read from what was said, or an error that names where it was said and how to mend it."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lead_pipeline.errors import SettingsError
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.spec.budget import Budget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.spec.source import Source

_WHOLE = re.compile(r"[0-9]{1,9}")
_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)? ?([KMGT]i?B|%)", re.IGNORECASE)


def number(env: Mapping[str, str], variable: str, default: float, least: float, most: float) -> float:
    """A number in those bounds."""
    said = env.get(variable, "").strip()
    try:
        found = float(said or default)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise SettingsError(f"{variable} is {said!r}.", cure=f"It is a number from {least:g} to {most:g}.")
    return found


def whole_number(env: Mapping[str, str], variable: str, default: int, least: int, most: int) -> int:
    """A whole number in those bounds."""
    found = number(env, variable, default, least, most)
    if not found.is_integer():
        raise SettingsError(f"{variable} is {found:g}.", cure=f"It is a whole number from {least} to {most}.")
    return int(found)


def yes_or_no(env: Mapping[str, str], variable: str) -> bool:
    """Whether it is said; no, if nothing is."""
    said = env.get(variable, "").strip().lower()
    if said not in {"", "no", "yes"}:
        raise SettingsError(f"{variable} is {said!r}.", cure="It is yes or no.")
    return said == "yes"


def memory(env: Mapping[str, str], variable: str, default: str) -> str:
    """An amount of memory, as DuckDB writes it."""
    said = env.get(variable, "").strip() or default
    if not _MEMORY.fullmatch(said):
        raise SettingsError(f"{variable} is {said!r}.", cure="It is an amount of memory, like 96MB, 2GB or 50%.")
    return said


def api_key(env: Mapping[str, str], variable: str, account: str) -> Secret:
    """The key in that variable. It is never shown, whatever is wrong with it."""
    key = env.get(variable, "").strip()
    if not key:
        cure = f"Set the environment variable {variable} to the account's API key."
        raise SettingsError(f"Account {account} has no key: {variable} is empty.", cure=cure)
    if not key.isascii() or not key.isprintable() or " " in key:
        cure = "Copy the key again: it is one word of plain letters, digits and signs."
        raise SettingsError(f"Account {account}: {variable} holds no key.", cure=cure)
    return Secret(key)


def base_url(said: object, where: str, source: Source) -> str:
    """A key travels over TLS, or does not leave the machine. A bad address is not shown: it may hold a password."""
    if said is None and source.base_url is None:
        cure = f"Set {where} to the address of the API that your account is on."
        raise SettingsError(f"{source.title} has no address that holds for everyone, and none is set.", cure=cure)
    url = said.strip() if isinstance(said, str) else ""
    scheme, host = scheme_and_host(url)
    if not host or re.search(r"[?@]", url):
        cure = "It is like https://app.example.com/api/v1, without a user, a ? or a #."
        raise SettingsError(f"{where} is no base URL.", cure=cure)
    if scheme == "http" and not is_loopback(host):
        cure = f"Write https:// in {where}; plain http is for this machine (127.0.0.1) only."
        raise SettingsError(f"Plain http to {host} would show the key to everyone on the way.", cure=cure)
    return url.rstrip("/")


def key_header(said: object, where: str, source: Source) -> tuple[str, str] | None:
    """In which of its headers a system is shown the key; None is its usual one."""
    if said is None:
        return None
    known = {name.lower(): (name, prefix) for name, prefix in (source.key_header, *source.other_key_headers)}
    found = known.get(said.strip().lower()) if isinstance(said, str) else None
    if found is None:
        cure = f"{source.title} takes a key in: {', '.join(name for name, _ in known.values())}."
        raise SettingsError(f"{where} names no header of {source.title}.", cure=cure)
    return found


def ids(said: object, where: str) -> tuple[str, ...]:
    """Ids of rows, as a list or with commas between them; each once."""
    parts = said.split(",") if isinstance(said, str) else [] if said is None else said
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise SettingsError(f"{where} is no list of ids.", cure="Write them in quotes, with commas between them.")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def page_address(env: Mapping[str, str], variable: str, default: str) -> str:
    """The address of pages that messages link to. Nothing secret is sent there, so plain http will do."""
    url = env.get(variable, "").strip() or default
    if not scheme_and_host(url)[1] or re.search(r"[?<>|\"]", url):
        cure = f"It is like {default} or https://dagster.example.com, without a user, a ? or a #."
        raise SettingsError(f"{variable} is no web address.", cure=cure)
    return url.rstrip("/")


def scheme_and_host(url: str) -> tuple[str, str]:
    """Those of a web address without a user and a #; two empty texts if it is none."""
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    is_one = scheme in {"http", "https"} and "@" not in parts.netloc and not re.search(r"[\s#\\]", url)
    return (scheme, host) if is_one and host else ("", "")


def is_loopback(host: str) -> bool:
    """Whether what is sent there stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def budget(said: object, where: str) -> Budget | None:
    """Requests a minute; 0 keeps no limit."""
    if not _WHOLE.fullmatch(str(said).strip()):
        cure = "It is a whole number of requests a minute; 0 keeps no limit."
        raise SettingsError(f"{where} is {said!r}.", cure=cure)
    requests = int(str(said))
    return Budget(requests=requests, seconds=60) if requests else None
