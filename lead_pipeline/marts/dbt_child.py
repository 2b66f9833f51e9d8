"""The process in which dbt runs, `lead-pipeline-dbt`: it ends when its parent does, however that ended.

A parent that is killed cannot end it. Left to itself it would work on, without our lock, in the folder and on the
warehouse of whoever builds next. And it stands beside the warehouse: dbt reads its project anew for another path, and
from there each warehouse has the same. How dbt is called otherwise is in project.
"""

from __future__ import annotations

import os
import select
import stat
import sys
import threading

WAREHOUSE_VARIABLE = "LEAD_PIPELINE_WAREHOUSE"  # as dbt/profiles.yml asks for it
_POLL_MILLISECONDS = 200


def main() -> None:
    """Run dbt's own command line in this process, watched."""
    if warehouse := os.environ.get(WAREHOUSE_VARIABLE):
        folder, name = os.path.split(warehouse)
        os.chdir(folder)
        os.environ[WAREHOUSE_VARIABLE] = f"./{name}"
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent", daemon=True).start()
    from dbt.cli.main import cli  # noqa: PLC0415 - its import takes a second, in which the parent can die too

    sys.exit(cli())


def _end_with(parent: int) -> None:
    """End this process, whatever it is at, when the parent is gone, or the pipe that it reads what is said from."""
    pipe = select.poll()
    if stat.S_ISFIFO(os.fstat(1).st_mode):
        pipe.register(1, 0)  # of the other end being closed one is told unasked: also of a parent that died before us
    while os.getppid() == parent and not pipe.poll(_POLL_MILLISECONDS):
        pass
    os._exit(1)
