"""How all charts look, on light and on dark ground, and the few words that they share. What they show is elsewhere."""

from __future__ import annotations

from typing import Any

import altair as alt

from lead_pipeline.report.columns import COLUMNS

# Told apart by people who see red and green alike too: after Okabe and Ito, darkened to stand out on white.
_LIGHT = ["#2563c9", "#d9730d", "#0f8f6b", "#a3479b", "#8a6d00", "#1590b8", "#c23b3b", "#6b7280"]
_DARK = ["#6ea0f5", "#f0a04b", "#45c49c", "#d38acb", "#d6b93c", "#5cc3e6", "#f08a8a", "#a4acb9"]
GOOD, FAIR, BAD, NEUTRAL = "#1f9d76", "#e0a32e", "#d4584f", "#98a1af"
Drawing = alt.Chart | alt.LayerChart | Any  # what altair says of the result of encode()
_FORMATS = {"count": ",.0f", "credits": ",.0f", "decimal": ",.2f", "share": ".1%"}


def config(*, dark: bool) -> dict[str, Any]:
    """The configuration of every chart."""
    text, quiet, line, ground = ("#e6e9ef", "#a9b1bf", "#343b48", "#1b2029") if dark else (
        "#1d2430", "#596273", "#e4e7ed", "#ffffff"
    )  # fmt: skip
    colours = _DARK if dark else _LIGHT
    font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
    return {
        "aria": False,  # the panel tells it in words and as a table: thousands of marks would only drown that
        "background": "transparent",
        "font": font,
        "padding": {"left": 2, "right": 8, "top": 4, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            "labelColor": quiet, "titleColor": quiet, "gridColor": line, "domain": False, "ticks": False,
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelPadding": 6,
            "titlePadding": 8, "labelLimit": 170,
        },
        "axisTemporal": {"grid": False, "labelOverlap": "greedy", "labelSeparation": 14, "format": "%-d %b %y"},
        "axisBand": {"grid": False},
        "legend": {
            "labelColor": text, "titleColor": quiet, "orient": "top", "direction": "horizontal", "title": None,
            "symbolType": "circle", "labelFontSize": 12, "offset": 8, "columns": 4, "labelLimit": 150,
            "titleFontWeight": "normal",
        },
        "text": {"color": text, "fontSize": 12},
        "rule": {"color": quiet},
        "mark": {"color": colours[0]},
        "line": {"strokeWidth": 2},
        "range": {
            "category": colours,
            "heatmap": ["#242b3a", "#2f7f8f", "#8fe3b4"] if dark else ["#f3f6fb", "#7fb6dd", "#12508f"],
        },
        "style": {"ground": {"stroke": ground}},
    }  # fmt: skip


def rows() -> alt.Chart:
    """A chart of the panel's rows, as wide as the panel."""
    return alt.Chart(alt.NamedData(name="rows"), width="container", height=230)


def tips(*names: str) -> list[alt.Tooltip]:
    """What is told of a mark that is pointed at."""
    return [_tip(name) for name in names]


def _tip(name: str) -> alt.Tooltip:
    column = COLUMNS[name]
    if column.kind == "day":
        return alt.Tooltip(f"{name}:T", timeUnit="utcyearmonthdate", title=column.label, format="%a %-d %b %Y")
    if column.kind in _FORMATS:
        return alt.Tooltip(f"{name}:Q", title=column.label, format=_FORMATS[column.kind])
    return alt.Tooltip(f"{name}:N", title=column.label)


def days() -> alt.X:
    """An axis of days, in UTC as everything here."""
    whole_days = "utchours(datum.value) == 0 ? datum.label : ''"  # a short time has ticks within a day
    return alt.X("day:T", scale=alt.Scale(type="utc"), title=None, axis=alt.Axis(labelExpr=whole_days))


def spans() -> tuple[alt.X, alt.X2]:
    """An axis of days, weeks or months, for bars from its beginning to its end."""
    return days(), alt.X2("day_end:T")


def amount(name: str, title: str) -> alt.Y:
    """An axis of amounts, from zero; bars stand upon each other."""
    axis = alt.Axis(format=_FORMATS[COLUMNS[name].kind].replace(".1%", ".0%").replace(".2f", "~f"), tickCount=5)
    return alt.Y(f"{name}:Q", title=title, axis=axis)


def named(name: str, order: str | None = None) -> alt.Y:
    """An axis of names, in the order in which the rows come if no other is said."""
    return alt.Y(f"{name}:N", title=None, sort=order)
