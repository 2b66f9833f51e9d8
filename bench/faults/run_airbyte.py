"""The Airbyte CDK: `source-declarative-manifest read` with airbyte.yaml. Run with the peers' Python.

`run_airbyte.py BASE_URL KEY FOLDER`; its records are merged by primary key, as Airbyte's destinations do, into
FOLDER/landed. An error in its messages, or a stream that it calls incomplete, counts as said, whatever its exit code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("source-declarative-manifest")
MANIFEST = Path(__file__).with_name("airbyte.yaml")
STREAMS = ("jobs", "leads")


def write_input(folder: Path, base_url: str, key: str) -> list[str]:
    """Write config and catalog, and give the command."""
    streams = [
        {
            "stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
            "sync_mode": "full_refresh",
            "destination_sync_mode": "overwrite",
            "primary_key": [["id"]],
        }
        for name in STREAMS
    ]
    config, catalog = folder / "config.json", folder / "catalog.json"
    config.write_text(json.dumps({"base_url": base_url, "api_key": key}), encoding="utf-8")
    catalog.write_text(json.dumps({"streams": streams}), encoding="utf-8")
    files = ["--config", str(config), "--catalog", str(catalog), "--manifest-path", str(MANIFEST)]
    return [str(COMMAND), "read", *files]


def failure_in(message: dict[str, Any]) -> str | None:
    """What a message says went wrong."""
    trace = message.get("trace") or {}
    if trace.get("type") == "ERROR":
        return str(trace["error"].get("internal_message") or trace["error"].get("message"))
    status = (trace.get("stream_status") or {}).get("status")
    return "a stream is incomplete" if status == "INCOMPLETE" else None


def main() -> None:
    """Read, and merge what comes."""
    base_url, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    rows: dict[str, dict[str, str]] = {name: {} for name in STREAMS}
    failures: list[str] = []
    command = write_input(folder, base_url, key)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:  # noqa: S603
        for line in process.stdout or ():
            message = json.loads(line) if line.startswith("{") else {}
            if message.get("type") == "RECORD":
                record = message["record"]
                rows[record["stream"]][str(record["data"].get("id"))] = json.dumps(record["data"])
            elif failure := failure_in(message):
                failures.append(failure)
    landed = folder / "landed"
    landed.mkdir()
    for name, lines in rows.items():
        (landed / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines.values()), encoding="utf-8")
    if failures:
        sys.stderr.write(f"{failures[0]}\n")
    sys.exit(process.returncode or bool(failures))


if __name__ == "__main__":
    main()
