"""The words in which a section says what it shows: figures, panels, and the cut of an answer behind each.

A cut is carried out on the page, after its filters; nothing here adds anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lead_pipeline.report.columns import COLUMNS, KINDS

# `bucket` is a day, week or month, by how long the chosen time is; `half` its earlier or later half.
MADE = {"bucket": ("day", "day_end"), "half": ("half",)}


@dataclass(frozen=True)
class Cut:
    """Rows of an answer, added up: by these columns, these sums, divided and sorted so.

    `ratios` are numerator and denominator, or numerator, factor and denominator. `fold` makes a row of each of its
    columns: what the row is called, by the column; its value is in `folded[1]`, its name in `folded[0]`. `top` keeps
    the values of a column that have most of a sum.
    """

    answer: str
    by: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    ratios: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fold: Mapping[str, str] = field(default_factory=dict)
    folded: tuple[str, str] = ("", "")
    top: tuple[tuple[str, str, int], ...] = ()
    needs: str = ""
    sort: str = ""
    most: int = 0

    def __post_init__(self) -> None:
        known = {*self.sums, *self.by, *self.ratios, *self.folded}
        for name, parts in self.ratios.items():
            if len(parts) not in {2, 3} or not set(parts) <= known:
                raise ValueError(f"{name} is made of {parts}, which the cut of {self.answer} does not have")
        if bool(self.fold) != all(self.folded) or not set(self.fold) <= set(self.sums):
            raise ValueError(f"{self.answer}: what is folded must be summed, and called something")
        if any(column not in self.by or by not in self.sums for column, by, _ in self.top):
            raise ValueError(f"{self.answer}: the top of a column goes by a sum, and both must be in the cut")

    @property
    def takes(self) -> frozenset[str]:
        """The columns of the answer that it is made from."""
        return frozenset({*self.sums, *(name for name in self.by if name not in MADE)})


@dataclass(frozen=True)
class Panel:
    """A part of a section: a chart of a cut, or a table of it where there is no chart.

    `about` may mark words of docs/words.md as [word] or [shown|word]. `empty` says what to do when there is nothing.
    """

    id: str
    title: str
    about: str
    empty: str
    cut: Cut
    columns: tuple[str, ...]
    chart: Callable[[], Any] | None = None
    is_wide: bool = False
    is_dense: bool = False

    def __post_init__(self) -> None:
        if unknown := [name for name in self.columns if name not in COLUMNS]:
            raise ValueError(f"{self.id}: say in COLUMNS what {unknown} are called")


@dataclass(frozen=True)
class Figure:
    """One number: the only row of a cut. `better` says which way is good, up or down, beside the time before."""

    id: str
    label: str
    unit: str
    cut: Cut
    value: str
    kind: str = "count"
    better: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.better not in {"", "up", "down"}:
            raise ValueError(f"{self.id}: {self.kind!r} or {self.better!r} is not known")


@dataclass(frozen=True)
class Section:
    """A part of the page. `part` names what the page itself shows there besides, such as the list of calls.

    With `unless`, panels are shown only if one of their answers has a row; else that text is, which says what to do.
    """

    id: str
    title: str
    about: str
    panels: tuple[Panel, ...] = ()
    figures: tuple[Figure, ...] = ()
    part: str = ""
    unless: str = ""

    @property
    def answers(self) -> frozenset[str]:
        """The answers that its panels are cut from."""
        return frozenset(panel.cut.answer for panel in self.panels)
