"""Names in two spellings that are one, and names that only look alike: accents, scripts, legal forms.

Folding must give the same when it is done again.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_pipeline.normalise import firm_name, folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bäckerei Müller GmbH", "BACKEREI  MULLER"),
        ("Straße 7", "STRASSE 7"),
        ("Łódź Sp. z o.o.", "Lodz"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("Smørrebrød ApS", "SMORREBROD"),
        ("Café «L'Été»", "cafe l'ete"),
        ("Cafe\u0301", "Café"),
        ("ΣΊΓΜΑΣ", "σίγμας"),
        ("ﬁrm", "Firm, Inc."),
        ("Only S.r.l.", "only s r l"),
        ("(주)푸른", "푸른"),
        ("株式会社トヨタ", "トヨタ"),
        ("ﾄﾖﾀ", "トヨタ"),
        ("北京金龙有限公司", "北京金龙"),
        ("Smith & Sons Ltd.", "SMITH SONS"),
    ],
)
def test_two_spellings_are_one_name(one: str, other: str) -> None:
    assert firm_name(one) == firm_name(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("カ", "ガ"), ("की", "क"), ("ก่อ", "กอ"), ("Sara", "Sa Ra"), ("Costa", "Sta"), ("Müller", "Mueller"), ("Ag1", "1")],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert firm_name(one) != firm_name(other)


@pytest.mark.parametrize("name", ["GmbH", "☕", " - ", "", None])
def test_nothing_is_left_of_what_is_no_name(name: str | None) -> None:
    assert firm_name(name) is None


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert firm_name(firm_name(text)) == firm_name(text)
