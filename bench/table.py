"""A table of figures: for a terminal, and for a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Headings and rows of text, all of one length."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """A row that is too short would shift its cells under other headings."""
        if wrong := [row for row in self.rows if len(row) != len(self.headings)]:
            message = f"{self.title}: {len(self.headings)} headings, but {wrong[0]}"
            raise ValueError(message)

    def printed(self) -> str:
        """For a terminal: the first column to the left, figures to the right."""
        widths = [max(len(row[place]) for row in (self.headings, *self.rows)) for place in range(len(self.headings))]
        lines = [f"\n{self.title}"]
        for row in (self.headings, *self.rows):
            cells = [
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            lines.append(("  " + "   ".join(cells)).rstrip())
        return "\n".join(lines) + "\n"

    def written(self) -> str:
        """For a page, in Markdown."""
        rule = ("---", *("---:" for _ in self.headings[1:]))
        rows = (self.headings, rule, *self.rows)
        return f"**{self.title}**\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
