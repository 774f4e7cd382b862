"""The server keeps answering whoever finishes, starts again what died, and logs nothing that visitors sent."""

import gc
import http.client
import os
import re
import signal
import socket
import time
from pathlib import Path
from subprocess import Popen

import pytest

from app.cli.serving import MOST_SOON, set_aside
from tests.app.cli.conftest import Start
from tests.app.cli.visiting import child_of
from tests.support.unfinished import Unfinished, unfinished

WORDS = "her uncle sells her"
UNFINISHED = 200
PAGES = 20
PAGES_TAKE_SECONDS = 20
"""Measured: half a second. While eight connections sufficed to stop the server, no page came in a minute."""


Office = tuple["Popen[str]", int]


@pytest.fixture
def office(start: Start, data_folder: Path) -> Office:
    """A server that runs as it does for everybody, and its port."""
    process = start("run", "--port", "0", "--data", data_folder, WAYHOME_DATABASE="sqlite")
    assert process.stdout is not None
    found = re.search(r":(\d+)/", process.stdout.readline())
    assert found is not None
    return process, int(found[1])


def status_of(port: int, path: str = "/sign-in") -> int:
    """Ask for a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_two_hundred_who_do_not_finish_keep_nobody_waiting_and_do_not_hold_it_up_when_it_stops(
    office: Office,
) -> None:
    process, port = office
    with unfinished(port, UNFINISHED, *Unfinished):
        began = time.monotonic()
        assert [status_of(port) for _ in range(PAGES)] == [200] * PAGES
        assert time.monotonic() - began < PAGES_TAKE_SECONDS
        assert status_of(port, "/healthz") == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_if_the_process_that_answers_dies_another_one_answers_and_it_is_said(office: Office) -> None:
    process, port = office
    assert status_of(port) == 200
    first = child_of(process)
    os.kill(first, signal.SIGKILL)
    assert process.stderr is not None
    assert "died (signal 9); another one is started" in process.stderr.readline()
    assert status_of(port) == 200
    assert child_of(process) != first
    process.send_signal(signal.SIGHUP)
    assert process.wait(30) == 0


def test_however_often_and_soon_it_is_killed_another_one_answers(office: Office) -> None:
    process, port = office
    for _ in range(MOST_SOON + 1):
        assert status_of(port) == 200
        os.kill(child_of(process), signal.SIGKILL)
    assert status_of(port) == 200


def test_what_it_holds_is_dumped_nowhere_and_its_files_are_its_owners(
    office: Office, data_folder: Path
) -> None:
    process, port = office
    assert status_of(port) == 200
    for one in (process.pid, child_of(process)):
        limits = Path(f"/proc/{one}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits)
        assert re.search(r"^Umask:\s+0077$", Path(f"/proc/{one}/status").read_text(), re.MULTILINE)


def test_when_the_first_process_is_killed_the_port_is_free_at_once(office: Office) -> None:
    process, port = office
    assert status_of(port) == 200
    process.kill()
    process.communicate(timeout=60)  # returns when the last of its processes is gone
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_the_log_holds_nothing_that_was_sent(office: Office) -> None:
    process, port = office
    form = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
    for sent in (
        f"GET /{WORDS} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: localhost\r\n{WORDS}\r\n\r\n",
        f"{form}Content-Length: {WORDS}\r\n\r\n",
        f"{form}Transfer-Encoding: chunked\r\n\r\n{WORDS}\r\n",
        f"{form}Content-Type: {WORDS}\r\nContent-Length: 3\r\n\r\nabc",
        "POST /sign-in?q=uncle HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n",
        f"GET /sign-in HTTP/1.1\r\nHost: {WORDS}\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
            one.sendall(sent.encode())
            assert one.recv(12).startswith(b"HTTP/1.")
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert "uncle" not in out + err
    assert "127.0.0.1" not in err


def test_what_is_loaded_is_taken_out_of_the_collectors_sight() -> None:
    before = len(gc.get_objects())
    try:
        set_aside()
        assert gc.get_freeze_count() > before // 2
        assert len(gc.get_objects()) < before // 10
    finally:
        gc.unfreeze()
