"""The shape of a reading: when a column that cannot be empty comes with no record, the API has changed, not its rows.

Landing such a reading would set everything aside at once; stopping keeps what is held and says what moved.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lead_pipeline.errors import ShapeChanged
from lead_pipeline.validate.drift import DriftKind
from lead_pipeline.validate.records import NOT_AN_OBJECT

if TYPE_CHECKING:
    from lead_pipeline.spec.table import Table
    from lead_pipeline.validate.frame import Typed

# Fewer records than this may lack a field by chance: they are set aside one by one.
FEW = 10


def refuse_changed_shape(table: Table, typed: Typed, name: str) -> None:
    """Raise if a column that may not be empty is missing from every record, or has another type in every one."""
    rows = typed.frame.height
    if rows < FEW:
        return
    without = Counter(fault.split(":")[0] for faults in typed.faults.values() for fault in faults)
    without.update({each.field: each.records for each in typed.drift if each.kind is DriftKind.MISSING_FIELD})
    no_objects = sum(NOT_AN_OBJECT in faults for faults in typed.faults.values())
    required = (column.name for column in table.wire_columns if not column.nullable)
    missing = sorted(column for column in required if without[column] + no_objects == rows)
    if missing:
        new = sorted({drift.field for drift in typed.drift if drift.kind is DriftKind.NEW_FIELD})
        beside = f" Fields that are new: {', '.join(new)}." if new else ""
        message = f"{name}: none of {rows} records has a readable {', '.join(missing)}.{beside}"
        cure = "The API has changed. What is held stays as it is; a newer version of lead-pipeline may know the change."
        raise ShapeChanged(message, cure=cure, missing=missing, new=new)
