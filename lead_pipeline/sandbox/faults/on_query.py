"""Faults in how a question is understood. The journal keeps it as it was asked."""

# No postponed annotations here: the parameters' types are read.

from lead_pipeline.sandbox.faults.kinds import fault_kind


@fault_kind("query")
def parameter_ignored(query: dict[str, str], *, name: str) -> None:
    """Answer as if that parameter had not been given."""
    query.pop(name, None)
