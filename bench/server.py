"""Starts the server as a person would, and visits it."""

import http.client
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.twins import Twin, environment

PATIENCE_SECONDS = 300
BETWEEN_TRIES_SECONDS = 0.02
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass
class Running:
    """A server that answers: its port, its process and how long it took from its start to the first answer."""

    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_first_answer: float
    seconds_to_ready: float

    @property
    def worker(self) -> int:
        """The process that answers (Linux)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    def worker_rss_mib(self) -> float:
        """Return the resident memory of the process that answers."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.worker}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def worker_cpu_ms(self) -> float:
        """Return the processor time its threads used so far (Linux, sched-stats: nanoseconds on a processor)."""
        threads = Path(f"/proc/{self.worker}/task").iterdir()
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e6


@contextmanager
def running(place: Path, twin: Twin = Twin.SEALED) -> Iterator[Running]:
    """Run the practice organisation of a place, made first if it is not there, until the block ends."""
    began, port = time.perf_counter(), free_port()
    arguments = ("run", "--practice", "--port", str(port), "--data", str(place / "data"))
    process = subprocess.Popen(  # noqa: S603 - ours
        twin.command(place, "app.cli", *arguments), env=environment(place), stdout=subprocess.DEVNULL
    )
    try:
        first = _wait_for(port, process, {200, 503}, began)
        ready = _wait_for(port, process, {200}, began)
        yield Running(port, process, first, ready)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]", statuses: set[int], began: float) -> float:
    while time.perf_counter() - began < PATIENCE_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            if Visitor(port).get("/healthz").status in statuses:
                return time.perf_counter() - began
        except OSError:
            pass
        time.sleep(BETWEEN_TRIES_SECONDS)
    raise TimeoutError("the server was not ready in time")


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    location: str
    body: str
    milliseconds: float


@dataclass
class Visitor:
    """A browser without scripts: one kept connection, its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str | list[str]]) -> Answer:
        """Send a form; a field of several answers is sent several times."""
        return self._send("POST", path, urlencode(fields, doseq=True))

    def hang_up(self) -> None:
        """Close the kept connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def sign_in(self, username: str, password: str) -> None:
        """Sign in on the sign-in page. Raises RuntimeError when it does not go on to another page."""
        token = csrf_token(self.get("/sign-in").body)
        answer = self.post("/sign-in", {"csrf_token": token, "username": username, "password": password})
        if answer.status != 303:
            raise RuntimeError(f"{username} could not sign in: {answer.status}")

    def _send(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            response, content = self._exchange(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError):
            # A kept connection was closed for idleness; browsers ask again too.
            self.hang_up()
            began = time.perf_counter()
            response, content = self._exchange(method, path, body, headers)
        took = (time.perf_counter() - began) * 1000
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        location = response.headers.get("Location", "")
        return Answer(response.status, location, content.decode("utf-8", "replace"), took)

    def _exchange(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        return response, response.read()


def csrf_token(body: str) -> str:
    """Return the token of the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|"X-CSRFToken": "([^"]+)"', body)
    if found is None:
        raise RuntimeError("the page has no form")
    return found[1] or found[2]
