"""What is printed is what was said: nothing in it is taken for a code of the terminal's library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.cli.printing import say

if TYPE_CHECKING:
    import pytest


def test_a_word_between_colons_is_no_picture(capsys: pytest.CaptureFixture[str]) -> None:
    say("leads of :100: were [bold]lost[/bold]")
    assert capsys.readouterr().out == "leads of :100: were [bold]lost[/bold]\n"
