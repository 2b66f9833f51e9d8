"""The server: ports, threads, signals, silence; and the sandbox's independence from the rest of the package.

What it serves is in the other files.
"""

from __future__ import annotations

import ast
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from lead_pipeline import sandbox
from lead_pipeline.sandbox import PortInUse, RunningSandbox, Sandbox, SandboxOptions, serve
from lead_pipeline_tests.sandbox.conftest import KEY, NOW, Caller

PROGRAM = """
from lead_pipeline.sandbox import SandboxOptions, serve
serve(SandboxOptions(leads=90), 0, lambda url, _: print(url, flush=True))
print("stopped", flush=True)
"""


def test_it_listens_on_loopback_only_and_says_where(caller: Caller) -> None:
    running = caller.running
    assert running.root_url == f"http://127.0.0.1:{running.port}"
    assert running.base_url == f"{running.root_url}/flowmaticx/api/v1"
    assert running._listener.getsockname() == ("127.0.0.1", running.port)


def test_a_port_in_use_is_an_os_error_that_says_the_cure() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match="give the sandbox another port") as refused:
            serve(SandboxOptions(leads=0), port, print)
        assert isinstance(refused.value, OSError)
        with pytest.raises(PortInUse):
            RunningSandbox(SandboxOptions(leads=0), port)


def test_a_port_is_free_again_after_the_block() -> None:
    with RunningSandbox(SandboxOptions(leads=0)) as first:
        assert httpx.get(f"{first.root_url}/_sandbox/clock").status_code == 200
    with RunningSandbox(SandboxOptions(leads=0), first.port) as second:
        assert second.root_url == first.root_url


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_stops_cleanly_at_a_signal_and_says_nothing_else(number: signal.Signals) -> None:
    root = str(Path(sandbox.__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        answer = httpx.get(f"{url}/flowmaticx/api/v1/jobs", headers={"Authorization": f"Bearer {KEY}"})
        process.send_signal(number)
        said, complained = process.communicate(timeout=10)
    assert answer.status_code == 200
    assert (process.returncode, said, complained) == (0, "stopped\n", "")


def test_many_callers_at_once_get_right_answers(caller: Caller) -> None:
    def ask(offset: int) -> int:
        return len(caller.data("/leads", limit=10, offset=offset, billable_only="false")["leads"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(0, 440, 10))) == [10] * 44


def test_the_app_works_without_a_socket_too() -> None:
    app = Sandbox(SandboxOptions(leads=100, now=NOW)).app
    assert {getattr(route, "path", "") for route in app.routes} >= {"/flowmaticx/api/v1", "/_sandbox/journal"}


def test_the_sandbox_imports_nothing_of_the_package() -> None:
    folder = Path(sandbox.__file__).parent
    imported = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
    ours = {name for name in imported if name.startswith("lead_pipeline")}
    assert ours
    assert all(name.startswith("lead_pipeline.sandbox") for name in ours)
