"""Visits a server that runs as a process of its own, as a browser without scripts does."""

import http.client
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup

from app.practice.sign_ins import SignIn


def child_of(process: "Popen[str]") -> int:
    """Return the process that answers (Linux)."""
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str
    location: str = ""
    retry_after: str = ""


@dataclass
class Visitor:
    """One visitor of one server, and the cookies they were given."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, host: str | None = None) -> Answer:
        """Ask for a page, under another name if one is given."""
        return self._send("GET", path, None, {"Host": host} if host else {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, urlencode(fields), kind)

    def sign_in(self, person: SignIn) -> Answer:
        """Sign in through the page and return the first page behind it."""
        box = BeautifulSoup(self.get("/sign-in").body, "html.parser").select_one("input[name=csrf_token]")
        assert box is not None
        fields = {"csrf_token": str(box["value"]), "username": person.username, "password": person.password}
        welcome = self.post("/sign-in", fields)
        assert welcome.status == 303, f"{person.role} could not sign in: {welcome.status}"
        return self.get("/today")

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, headers | {"Cookie": cookies})
        response = connection.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        given = response.headers
        return Answer(response.status, text, given.get("Location", ""), given.get("Retry-After", ""))
