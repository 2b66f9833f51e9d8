"""What a visitor must set to use the systems of a sandbox: their addresses, and keys that each takes for its own.

Names of variables as a pipeline has them, `<SYSTEM>_API_KEY`; who reads them is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lead_pipeline.sandbox.system import System

KEYS = {
    "flowmaticx": "lg_live_sandbox",
    "flowmaestro": "fm_live_sandbox",
    "flowestate": "fe_k_" + "5a4db0c5" * 4,
    "leadconduit": "lc_sandbox",
    "specway": "sw_sandbox",
}


def variables(root_url: str, systems: Iterable[System]) -> dict[str, str]:
    """Address and key of each system."""
    told: dict[str, str] = {}
    for system in systems:
        told[f"{system.name.upper()}_BASE_URL"] = root_url + system.prefix
        told[f"{system.name.upper()}_API_KEY"] = KEYS[system.name]
    return told
