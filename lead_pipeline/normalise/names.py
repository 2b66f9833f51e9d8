"""Names of firms, cities and people, folded: two spellings of one name become the same text.

Accents go, but only where they are no letter's other half: the marks of Devanagari or kana stay what they are.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"}
)
# By Unicode's combining class: points of Hebrew and Arabic, and what stands above or below a letter. Not nukta (7),
# voicing of kana (8), virama (9), or tones of Thai (107): without them it is another word.
_POINTS, _ABOVE_OR_BELOW = range(10, 36), 200
# What follows a firm's name, and is often left out. Longer ones first: "s a r l" is no "s a".
_LEGAL_FORMS = (
    "spol s r o", "sp z o o", "s a r l", "s a s", "s l u", "s p a", "s r l", "s r o", "s a", "s l",
    "ab", "ag", "aps", "as", "bv", "co", "company", "corp", "corporation", "doo", "ead", "eirl", "eood", "eurl", "gbr",
    "gesmbh", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "limited", "llc", "llp", "ltd", "ltda", "mbh", "nv",
    "ohg", "ood", "ou", "oy", "oyj", "plc", "pty", "pvt", "sa", "sarl", "sas", "sasu", "sl", "slu", "snc",
    "spa", "spzoo", "sro", "srl", "srls", "sti", "uab", "ug", "ооо", "оао", "зао", "тов", "ип", "еоод", "оод", "еад",
    "ικε", "επε", "주", "주식회사", "유한회사",
)  # fmt: skip
_LEGAL_FORM = re.compile(rf"(?<![^ ])(?:{'|'.join(_LEGAL_FORMS)})(?![^ ])")
_BEGIN_A_FORM = frozenset(form.split()[0] for form in _LEGAL_FORMS)
# Written without a space before or after the name.
_JOINED_FORMS = ("有限责任公司", "股份有限公司", "有限公司", "株式会社", "有限会社", "合同会社", "주식회사")
# Of each byte of ASCII: small letters and digits, and a space for all else.
_PLAIN = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)


def folded(text: str | None) -> str | None:
    """Small letters and digits without accents, single spaces for all else; None where nothing is left."""
    if text is None:
        return None
    if text.isascii():
        return b" ".join(text.encode().translate(_PLAIN).split()).decode() or None
    # Twice: folding makes accents of its own (İ becomes i and a dot).
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in apart if not _is_accent(letter)).translate(_LETTERS)
    words = "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in plain)
    return unicodedata.normalize("NFC", " ".join(words.split())) or None


def firm_name(text: str | None) -> str | None:
    """The folded name of a firm without its legal form, so that Smith Ltd. is SMITH; None where nothing is left."""
    name = folded(text)
    if name is None:
        return None
    if not name.isascii():
        for form in _JOINED_FORMS:
            name = name.removeprefix(form).removesuffix(form)
    if _BEGIN_A_FORM.isdisjoint(words := name.split()):
        return " ".join(words) or None
    return " ".join(_LEGAL_FORM.sub(" ", name).split()) or None


def _is_accent(letter: str) -> bool:
    kind = unicodedata.combining(letter)
    return kind in _POINTS or kind >= _ABOVE_OR_BELOW
