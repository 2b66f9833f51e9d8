"""What looks like a secret within a record, taken out before anything of it is written.

Known by its name only: what a vendor calls password, token or key. Which tables ask for that is said in `spec`.
"""

from __future__ import annotations

import re
from typing import Any

from lead_pipeline.http_client.redaction import HIDDEN
from lead_pipeline.validate import records
from lead_pipeline.validate.cast import NoCast, canonical

_NAMES = re.compile(
    r"pass(word|wd|phrase|code)?$|secret|token$|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|signing[-_ ]?key"
    r"|credential|^auth(orization)?$|cookie",
    re.IGNORECASE,
)


def hushed(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value, with what is named like a secret hidden: also whole objects and lists."""
    if isinstance(value, dict):
        return {name: HIDDEN if _is_secret(name, inner) else hushed(inner) for name, inner in value.items()}
    return [hushed(inner) for inner in value] if isinstance(value, list) else value


def hushed_text(record: str) -> str:
    """The same of a record as received; nothing of one that cannot be read."""
    fields, _ = records.read(record)
    try:
        return canonical(hushed(fields))
    except NoCast:
        return "{}"


def _is_secret(name: str, value: object) -> bool:
    """Whether something is there to hide: that a thing is required, or how many there are, is no secret."""
    return bool(_NAMES.search(name)) and not (value is None or isinstance(value, bool | int | float) or value == "")
