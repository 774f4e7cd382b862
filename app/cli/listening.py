"""Takes the address to listen on before anything else is done, so that a problem with it is one line."""

import errno
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.foundation.errors import BadSetting, NotReady
from app.foundation.settings import Settings

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
BACKLOG = 128


def take_address(host: str, port: int, settings: Settings) -> socket.socket:
    """Return a listening socket. Port 0 is any free one.

    Raises BadSetting for an address that others reach while there is no HTTPS in front, NotReady when the port
    is taken.
    """
    if not (is_loopback(host) or settings.serves_https):
        raise BadSetting(
            f"--host {host} would let others in without encryption: "
            "put HTTPS in front of Wayhome and set WAYHOME_PUBLIC_URL=https://..."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise NotReady(f"Port {port} is in use; choose another with --port") from None
        raise NotReady(f"Cannot listen on {host}, port {port}: {error.strerror or error}") from None
    listener.listen(BACKLOG)
    return listener


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def address_of(listener: socket.socket, settings: Settings) -> str:
    """Return the address to open in a browser: the public one, where there is one."""
    if settings.public_url is not None:
        return f"{settings.public_url}/"
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def own_hosts(settings: Settings) -> tuple[str, ...]:
    """Return the host names by which requests may reach this server."""
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    return (*OWN_NAMES, public) if public else OWN_NAMES
