"""Where the command begins. Its imports take a second, and whoever stops it meanwhile is told so in a line too.

Also what no command can help: a terminal without our letters, and an output that takes no more.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from typing import NoReturn


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGINT, _stop)
    # Sorting has a thread of its own beside fetching and landing: more of them only take memory from each other.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    # numpy comes along with pandera, and nobody multiplies matrices: its threads would spin while all else is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # what imports make stays: looking through it again and again takes a tenth of their time
    from lead_pipeline.cli import main as run  # noqa: PLC0415 - the imports are what may be stopped

    try:
        try:
            run(_imported)
        finally:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python flushes what is left once more when it ends
        sys.exit(f"error: the output could not be written: {error.strerror}. What was landed is kept.")


def _imported() -> None:
    """What it took to begin stays to the end; from now on whoever stops the command is heard by the command itself."""
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _stop(*_: object) -> NoReturn:
    """End at once: nothing is begun, and an exception in the middle of an import may go unheard."""
    os.write(2, b"Stopped before anything was begun.\n")
    os._exit(1)


if __name__ == "__main__":
    main()
