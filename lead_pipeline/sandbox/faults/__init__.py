"""Faults on demand: what they are, where they bite, and the board that arms them.

No fault knows a vendor. What a real fault-free answer looks like is the systems' affair.
"""

from lead_pipeline.sandbox.faults import on_body, on_change, on_fields, on_page, on_query, on_status
from lead_pipeline.sandbox.faults.board import Armed, FaultBoard
from lead_pipeline.sandbox.faults.fault import Fault, fault
from lead_pipeline.sandbox.faults.kinds import KINDS

__all__ = [
    "KINDS",
    "Armed",
    "Fault",
    "FaultBoard",
    "fault",
    "on_body",
    "on_change",
    "on_fields",
    "on_page",
    "on_query",
    "on_status",
]
