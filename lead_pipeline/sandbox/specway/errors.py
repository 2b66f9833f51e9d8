"""The refusals that Specway documents: their codes and usual words.

The statuses are not documented; they are what everybody takes for such codes.
"""

from __future__ import annotations

from lead_pipeline.sandbox.messages import Refused

USUAL_ERRORS = {
    400: ("VALIDATION_ERROR", "Invalid request data"),
    401: ("UNAUTHORIZED", "Invalid or missing API key"),
    403: ("FORBIDDEN", "Insufficient permissions"),
    404: ("NOT_FOUND", "Resource not found"),
    429: ("RATE_LIMITED", "Too many requests"),
}
OTHER_ERROR = ("INTERNAL_ERROR", "Server error")


def invalid(message: str) -> Refused:
    """Refuse a query, naming the field that is wrong."""
    field, _, reason = message.partition(": ")
    return Refused(400, *USUAL_ERRORS[400], details={field: reason})
