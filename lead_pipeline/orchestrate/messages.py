"""What people are told, as plain data, and in which words. How a chat wants it written is in `message_formats`.

When something is told is decided by the sensors; nothing here knows Dagster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # dbt colours what it says
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


class Tone(StrEnum):
    """Whether someone has to act."""

    TROUBLE = "trouble"
    WELL = "well"


@dataclass(frozen=True)
class Message:
    """What happened, what to do about it, and where to look."""

    title: str
    happened: str = ""
    to_do: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""
    tone: Tone = Tone.TROUBLE

    def tidied(self, hide: Callable[[str], str]) -> Message:
        """The same without colours, unseen characters, and what `hide` takes out. The link is ours and stays."""

        def tidy(text: str) -> str:
            return hide(_UNSEEN.sub(" ", _ANSI.sub("", text.replace("\r\n", "\n")))).strip()

        return Message(
            title=tidy(self.title).replace("\n", " "),
            happened=tidy(self.happened),
            to_do=tidy(self.to_do),
            facts=tuple((tidy(name), tidy(value).replace("\n", " ")) for name, value in self.facts),
            link=hide(self.link),
            tone=self.tone,
        )


def run_failed(  # noqa: PLR0913 - a run is named by job and id, and told with what is known of its end
    job: str, run_id: str, happened: str, *, ui_url: str, to_do: str = "", facts: Mapping[str, str] | None = None
) -> Message:
    """A run ended without doing what it should; tries that Dagster makes again by itself are over."""
    return Message(
        title=f"The run of {job} failed",
        happened=happened or "It ended without saying why: the machine or the process was stopped.",
        to_do=to_do or "Open the run, and look at the first step that is red. What has landed stays; run it again.",
        facts=(("Job", job), ("Run", run_id), *(facts or {}).items()),
        link=f"{ui_url}/runs/{quote(run_id, safe='')}",
    )


def check_began_to_fail(  # noqa: PLR0913 - a check is named by asset and name, and told with what it found
    asset: Sequence[str], check: str, told: str, *, ui_url: str, is_blocking: bool, to_do: str = ""
) -> Message:
    """A check that was well, or new, and now is not. `is_blocking`: as it stands, it stops the publishing."""
    table = ".".join(asset)
    return Message(
        title=f"{table}: the check {check} fails now",
        happened=told,
        to_do=to_do or "Open the check: it shows what it counted. docs/alerts.md says what to do for each.",
        facts=(
            ("Table", table),
            ("Check", check),
            ("Publishing", "stopped; analysts keep the last good tables" if is_blocking else "goes on"),
        ),
        link=check_page(asset, check, ui_url),
    )


def check_is_well_again(asset: Sequence[str], check: str, told: str, *, ui_url: str) -> Message:
    """The end of what `check_began_to_fail` told of."""
    table = ".".join(asset)
    return Message(
        title=f"{table}: the check {check} is well again",
        happened=told,
        facts=(("Table", table), ("Check", check)),
        link=check_page(asset, check, ui_url),
        tone=Tone.WELL,
    )


def check_page(asset: Sequence[str], check: str, ui_url: str) -> str:
    """Where the UI shows a check."""
    path = "/".join(quote(part, safe="") for part in asset)
    return f"{ui_url}/assets/{path}?{urlencode({'view': 'checks', 'checkDetail': check})}"
