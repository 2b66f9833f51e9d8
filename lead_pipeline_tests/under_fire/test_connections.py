"""Whom we talk to: a key goes to the server it is for, over a connection that can be trusted, and nowhere else."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.ingest.rig import KEY
from lead_pipeline_tests.under_fire.matrix.paging import PAGING
from lead_pipeline_tests.under_fire.matrix.transport import TRANSPORT
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline_tests.under_fire.trial import Trial


UNTRUSTED = Path(__file__).with_name("untrusted.pem")
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


class Listener:
    """A port that takes connections, says something, and keeps what it heard."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self.heard: list[bytes] = []
        self.connections = 0
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return  # closed
            self.connections += 1
            with connection:
                try:
                    spoken = self._context.wrap_socket(connection, server_side=True) if self._context else connection
                    self.heard.append(spoken.recv(65_536))
                    spoken.sendall(ANSWER)
                    spoken.close()
                except OSError as refused:  # the other side wants nothing of our certificate
                    self.heard.append(str(refused).encode())


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[Listener]:
    listener = Listener(context)
    try:
        yield listener
    finally:
        listener.close()


def untrusted() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(UNTRUSTED)
    return context


@keeps(TRANSPORT, "a server whose certificate is not trusted")
def test_a_certificate_that_nobody_vouches_for_gets_no_key_and_no_second_try(trial: Trial) -> None:
    trial.ends(Ending.RIGHT)
    with listening(untrusted()) as listener:
        trial.export("FLOWMATICX_BASE_URL", f"https://{listener.address}/api/v1")
        trial.ends(Ending.FAILED, says="the TLS connection failed")
        assert listener.connections == 1
        assert KEY.encode() not in b"".join(listener.heard)
    trial.export("FLOWMATICX_BASE_URL", trial.rig.environment["FLOWMATICX_BASE_URL"])
    trial.ends(Ending.RIGHT)
    trial.holds_truth()


def test_plain_http_to_another_machine_is_refused_before_anything_is_sent(trial: Trial) -> None:
    trial.export("FLOWMATICX_BASE_URL", "http://app.example.com/api/v1")
    ended = trial.run("sync")
    assert ended.code == Ending.REFUSED.code
    assert "https" in ended.err


@keeps(TRANSPORT, "nobody listens")
def test_where_nobody_listens_it_fails_and_what_is_held_stays(trial: Trial) -> None:
    trial.ends(Ending.RIGHT)
    held = trial.rows()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        trial.export("FLOWMATICX_BASE_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/api/v1")
        trial.ends(Ending.FAILED, says="Check the network and the base URL")
    assert trial.rows() == held


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_does_not_carry_the_key_to_another_server(trial: Trial, status: int) -> None:
    with listening() as listener:
        order = {"to": f"http://{listener.address}/flowmaticx/api/v1/jobs", "status": status}
        trial.arm([{"kind": "redirect", "route": "*", "times": None, "params": order}])
        trial.ends(Ending.FAILED, says="It redirects elsewhere")
        assert listener.heard == []
    trial.heal()
    trial.ends(Ending.RIGHT)
    trial.holds_truth()


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
def test_what_runs_on_this_machine_is_reached_past_the_proxy_of_the_environment(trial: Trial, name: str) -> None:
    with listening() as proxy:
        trial.export(name, f"http://{proxy.address}")
        trial.ends(Ending.RIGHT)
        assert proxy.heard == []
    trial.holds_truth()


@keeps(PAGING, "an exact multiple of the limit")
@pytest.mark.parametrize("leads", [0, 1, 99, 100, 101, 200, 300])
def test_a_list_ends_right_on_the_last_page_and_beside_it(trial: Trial, leads: int) -> None:
    trial.rig.world.edit.add_job(leads=leads)
    trial.ends(Ending.RIGHT)
    trial.holds_truth()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()
