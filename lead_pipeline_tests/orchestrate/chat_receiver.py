"""The other end of a webhook, on loopback: keeps what was posted, and answers with the next line of a script.

It knows no chat: which answers Slack or Teams give is up to the test.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.settings.webhook import Webhook, WebhookFormat

if TYPE_CHECKING:
    from types import TracebackType

# Shaped like what Teams gives: a path that says what it is, and a signature after the question mark.
PATH = "/workflows/0f9d3c6b7a/invoke?api-version=1&sig=hunter2hunter2-hunter2_hunter2"
PARTS = ("0f9d3c6b7a", "hunter2")


@dataclass(frozen=True)
class Reply:
    """An answer; `cut` tears the connection off instead."""

    status: int = 200
    body: str = "ok"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True)
class Post:
    """What came in."""

    target: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


class ChatReceiver:
    """A context manager. The last reply of the script is given again and again."""

    def __init__(self, *script: Reply, form: WebhookFormat = WebhookFormat.SLACK) -> None:
        replies = list(script) or [Reply()]
        posts: list[Post] = []
        self.posts = posts

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["content-length"]))
                posts.append(Post(self.path, {name.lower(): text for name, text in self.headers.items()}, raw))
                reply = replies.pop(0) if len(replies) > 1 else replies[0]
                if reply.cut:
                    self.close_connection = True
                    return
                content = reply.body.encode()
                self.send_response(reply.status)
                for name, text in {"content-length": str(len(content)), **reply.headers}.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                """The tests look at `posts`."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._server.server_port}{PATH}"
        self.webhook = Webhook(Secret(self.url), form)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
