"""`python -m bench.server --leads N [--jobs N] [--bad]`: serve until it is ended; says its address first."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bench.server.account import LEADS_PER_JOB, Account
from bench.server.protocol import Connection, Desk
from bench.server.rows import Rows


async def serve(desk: Desk) -> None:
    """Answer on a free port of this machine."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(desk), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main() -> None:
    """Read how large the account is, and serve it."""
    parser = argparse.ArgumentParser(prog="python -m bench.server", description=__doc__)
    parser.add_argument("--leads", type=int, required=True)
    parser.add_argument("--jobs", type=int, help=f"as many as make {LEADS_PER_JOB} leads a job, if not said")
    parser.add_argument("--bad", action="store_true", help="one lead in a hundred breaks a rule")
    asked = parser.parse_args()
    account = Account(asked.leads, asked.jobs or max(1, asked.leads // LEADS_PER_JOB))
    desk = Desk(account, Rows(account, bad=asked.bad))
    try:
        import uvloop  # noqa: PLC0415 - not on Windows, where asyncio's own loop has to do

        uvloop.run(serve(desk))
    except ModuleNotFoundError:
        asyncio.run(serve(desk))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
