"""The Airbyte CDK with the manifest of bench/faults: it only reads, and its records go nowhere.

`run_airbyte.py BASE_URL KEY FOLDER`. Run with the peers' Python. Leads are read as one
list; a destination's work would come on top.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("source-declarative-manifest")
MANIFEST = Path(__file__).parents[1] / "faults" / "airbyte.yaml"


def main() -> None:
    """Read both lists, and count the records of leads."""
    base_url, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    streams = [
        {
            "stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
            "sync_mode": "full_refresh",
            "destination_sync_mode": "overwrite",
            "primary_key": [["id"]],
        }
        for name in ("jobs", "leads")
    ]
    inputs = {"config": {"base_url": base_url, "api_key": key}, "catalog": {"streams": streams}}
    words = [str(COMMAND), "read", "--manifest-path", str(MANIFEST)]
    for name, value in inputs.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
        words += [f"--{name}", str(folder / f"{name}.json")]
    leads = 0
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:  # noqa: S603 - of the pinned package
        for line in process.stdout or ():
            begin = line[:100]
            leads += b'"RECORD"' in begin and b'"leads"' in begin
    (folder / "counts.json").write_text(json.dumps({"leads": leads, "with_job": 0}), encoding="utf-8")
    sys.exit(process.returncode)


if __name__ == "__main__":
    main()
