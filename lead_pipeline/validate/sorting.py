"""What sorting leaves: rows to land, records to set aside, the keys seen; and several as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.validate.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KEY_SEPARATOR = "/"


@dataclass(frozen=True)
class Sorted:
    """`good` rows land; `aside` has the text of the key, the record as received and the reasons.

    `seen` holds the key of every row, good or not, and what the walk filled in: what is there at the source. A key
    that cannot be read is empty in it.
    """

    good: pl.DataFrame
    aside: pl.DataFrame
    seen: pl.DataFrame
    drift: list[Drift]


def share_keys(parts: Iterable[Sorted], key: Sequence[str]) -> bool:
    """Whether a key may come twice."""
    keys = pl.concat([part.seen.select(key) for part in parts])
    return bool(key) and keys.n_unique() != keys.height


def together(parts: Sequence[Sorted], key: Sequence[str]) -> Sorted:
    """Parts that were sorted one after the other, as if at once: where a key comes twice the later record counts."""
    seen = pl.concat([part.seen for part in parts])
    if share_keys(parts, key):
        parts = list(_without_earlier(parts, key))
        seen = seen.filter(pl.any_horizontal(pl.col(key).is_null()) | pl.struct(key).is_last_distinct())
    return Sorted(
        good=pl.concat([part.good for part in parts]),
        aside=pl.concat([part.aside for part in parts]).unique("key", keep="last", maintain_order=True),
        seen=seen,
        drift=_summed(drift for part in parts for drift in part.drift),
    )


def key_text(key: Sequence[str]) -> pl.Expr:
    """A row's key as the quarantine writes it."""
    return pl.concat_str([pl.col(name).cast(pl.String) for name in key], separator=KEY_SEPARATOR)


def _without_earlier(parts: Sequence[Sorted], key: Sequence[str]) -> Iterable[Sorted]:
    """Each part without the rows and records of which a later part has another."""
    later: set[str] = set()
    kept = []
    for part in reversed(parts):
        texts = part.good.select(key_text(key)).to_series()
        good, aside = part.good.filter(~texts.is_in(later)), part.aside.filter(~pl.col("key").is_in(later))
        later |= {*texts, *part.aside["key"]}
        kept.append(Sorted(good, aside, part.seen, part.drift))
    return reversed(kept)


def _summed(drifts: Iterable[Drift]) -> list[Drift]:
    counts: Counter[tuple[object, ...]] = Counter()
    for drift in drifts:
        counts[drift.kind, drift.field, drift.detail] += drift.records
    return [Drift(kind, name, detail, count) for (kind, name, detail), count in counts.items()]  # type: ignore[arg-type]
