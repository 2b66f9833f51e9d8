"""Web addresses as people type them, and the traps of tldextract: the network, unknown endings, services for many.

Hosts with no domain of their own are here too.
"""

from __future__ import annotations

import socket
import sys
from itertools import product
from subprocess import run
from typing import TYPE_CHECKING

import pytest
import tldextract

from lead_pipeline.normalise import registrable_domain
from lead_pipeline.normalise.domains import SERVICES, exact_host, exactly_registered, host_of

if TYPE_CHECKING:
    from pathlib import Path

# On both sides of what goes the quick way.
SCHEMES = ["", "https://", "HTTP://", "http:/", "ftp://", "//", "jo@", " "]
LABELS = ["", "a.", "Www.", "9.", "x-y.", "x--y.", "-a.", "xn--mnchen-3ya.", "\u212a.", "é.", ".", "_b."]
LAST = ["example", "Co.UK", "c0m", "1", "com.", "com:80", "com\\", "com\n", "x-y", ""]
RESTS = ["", "/", "/a b?c=@d#e", "?x", "#y\n/z", "@b.example", "/\u200b", " "]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bakery.example", "bakery.example"),
        (" HTTPS://Www.Bakery.Example:8080/menu?x=1#y ", "bakery.example"),
        ("http:/bakery.example", "bakery.example"),
        ("bakery.example.", "bakery.example"),
        ("//user@bakery.example", "bakery.example"),
        ("www.bakery.example:", "bakery.example"),
        ("shop.bakery.co.uk", "bakery.co.uk"),
        ("bakery.com.br", "bakery.com.br"),
        ("m.facebook.com", "facebook.com"),
        ("cafe.business.site", "cafe.business.site"),
        ("cafe.blogspot.com/2024", "cafe.blogspot.com"),
        ("www.cafe.wixsite.com/home", "cafe.wixsite.com"),
        ("business.site", "business.site"),
        ("xn--mnchen-3ya.de", "münchen.de"),
        ("MÜNCHEN.de", "münchen.de"),
        ("shop_1.bakery.example", "bakery.example"),
        ("co.uk", None),
        ("blogspot.com", None),
        ("localhost", None),
        ("192.168.0.1", None),
        ("[::1]", None),
        ("n/a", None),
        ("a..b.example", None),
        ("-bakery.example", None),
        ("two words.example", None),
        ("", None),
        (None, None),
    ],
)
def test_a_domain_is_what_somebody_has_registered(typed: str | None, expected: str | None) -> None:
    assert registrable_domain(typed) == expected


def test_the_quick_way_gives_what_the_exact_way_gives() -> None:
    addresses = ["".join(parts) for parts in product(SCHEMES, LABELS, LABELS, LAST, RESTS)]
    quick, exact = map(host_of, addresses), map(exact_host, addresses)
    differ = [told for told in zip(addresses, quick, exact, strict=True) if told[1] != told[2]]
    assert differ == []


def test_below_each_suffix_the_quick_way_gives_what_the_exact_way_gives() -> None:
    listed = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True).tlds
    suffixes = [suffix.lstrip("*!.") for suffix in (*listed, *SERVICES, "example", "nobodys")]
    hosts = list(filter(None, map(host_of, map("".join, product(["", "a.", "b.a.", "c.b.a."], suffixes)))))
    assert len(hosts) > 3 * len(suffixes)
    assert [host for host in hosts if registrable_domain(host) != exactly_registered(host)] == []


def test_the_list_of_suffixes_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*asked: object) -> None:
        raise AssertionError(asked)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert registrable_domain("never.asked.before.co.jp") == "before.co.jp"


def test_no_cache_is_written(tmp_path: Path) -> None:
    line = "from lead_pipeline.normalise import registrable_domain as d; print(d('a.b.co.uk'))"
    done = run([sys.executable, "-c", line], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "b.co.uk"
    assert not list(tmp_path.rglob("*"))
