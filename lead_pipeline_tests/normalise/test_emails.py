"""E-mail addresses as people type them, and the traps of email-validator: DNS, special names, letters of other scripts.

What a typo is of is asked too; what must not be called one most of all.
"""

from __future__ import annotations

import socket
from itertools import product

import pytest

from lead_pipeline.normalise import email_normalised, email_typo_of
from lead_pipeline.normalise.emails import exactly_normalised

# On both sides of what goes the quick way: hyphens, Punycode, names that nobody has, letters that fold into others.
MAILBOXES = [
    "jo",
    "Jo.Doe",
    "a+b_c-d",
    "a..b",
    ".a",
    "a-",
    "a b",
    "jo\u017f",
    "\u212ajo",
    "é",
    "9",
    "",
    "a" * 64,
    "a" * 65,
]
LABELS = [
    "",
    "a.",
    "Firm.",
    "9.",
    "x-y.",
    "x--y.",
    "-a.",
    "xn--mnchen-3ya.",
    "\u212a.",
    "é.",
    ".",
    "_.",
    f"{'a' * 64}.",
]
LAST = ["example", "Com", "test", "LOCAL", "arpa", "c0m", "com1", "c", "xn--p1ai", "com.", "com\n", ""]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" Info@Bakery.Example ", "info@bakery.example"),
        ("mailto:info+shop@bakery.example.", "info+shop@bakery.example"),
        ("MAILTO:a@b.example?subject=Hello", "a@b.example"),
        ("Jo Doe <JO@x.example>", "jo@x.example"),
        ("\ufeffjo@x.example\u200b", "jo@x.example"),
        ("jo@xn--mnchen-3ya.de", "jo@münchen.de"),
        ("jo@MÜNCHEN.de", "jo@münchen.de"),
        ("jo@x.example", "jo@x.example"),
        ("info@localhost", None),
        ("info@firm.local", None),
        ("info@firm.test", None),
        ("info at bakery.example", None),
        ("a@b.example, c@d.example", None),
        ("jo@@x.example", None),
        ("@bakery.example", None),
        ("info@bakery..example", None),
        ("info@-bakery.example", None),
        ("jo@[192.168.0.1]", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_small_letters_or_nothing(typed: str | None, expected: str | None) -> None:
    assert email_normalised(typed) == expected


def test_the_quick_way_gives_what_the_exact_way_gives() -> None:
    parts = product(MAILBOXES, LABELS, LABELS, LAST)
    addresses = [f"{mailbox}@{label}{other}{last}" for mailbox, label, other, last in parts]
    quick, exact = map(email_normalised, addresses), map(exactly_normalised, addresses)
    differ = [told for told in zip(addresses, quick, exact, strict=True) if told[1] != told[2]]
    assert differ == []


def test_no_name_server_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*asked: object) -> None:
        raise AssertionError(asked)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert email_normalised("jo@no-such-host.example") == "jo@no-such-host.example"


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("yaho.co.uk", "yahoo.co.uk"),
        ("firm.con", "firm.com"),
    ],
)
def test_a_slip_is_noted(domain: str, meant: str) -> None:
    assert email_typo_of(f"jo@{domain}") == meant


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "googlemail.com", "mail.com", "ymail.com", "email.com", "cloud.com", "hotmail.co.uk", "yahoo.ca",
     "outlook.be", "firm.co", "firm.cm", "gmx.net", "gmx.de", "web.de", "live.com", "like.com"],
)  # fmt: skip
def test_what_is_somebodys_own_is_no_slip(domain: str) -> None:
    assert email_typo_of(f"jo@{domain}") is None
