"""The cookies that Wayhome sets, and how it sets them."""

from flask import Response

from app.foundation.settings import Settings

LOCALES = ("en", "km")
LOCALE_COOKIE = "language"
THEME_COOKIE = "appearance"
THEMES = ("light", "dark", "auto")
LISTS_COOKIE_BYTES = 3000
"""What a browser surely stores in one cookie, with room for its name; a longer filter is not kept."""
A_YEAR_SECONDS = 31_536_000


def token_cookie_name(settings: Settings) -> str:
    """Return the session cookie's name: `__Host-` wherever there is HTTPS, a plain one on loopback."""
    return "__Host-wayhome" if settings.serves_https else "wayhome"


def set_token(response: Response, token: str, settings: Settings) -> None:
    """Give the browser its session token; the cookie ends with the browser."""
    response.set_cookie(
        token_cookie_name(settings),
        token,
        secure=settings.serves_https,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def forget_token(response: Response, settings: Settings) -> None:
    """Remove the session token from the browser."""
    response.delete_cookie(
        token_cookie_name(settings), path="/", secure=settings.serves_https, httponly=True, samesite="Strict"
    )


def outside_cookie_name(settings: Settings) -> str:
    """Return the name of the cookie of the outside member's session."""
    return "__Host-outside" if settings.serves_https else "outside"


def set_outside(response: Response, token: str, settings: Settings) -> None:
    """Give the outside member's browser its token, or take it away with an empty one."""
    response.set_cookie(
        outside_cookie_name(settings),
        token,
        max_age=None if token else 0,
        secure=settings.serves_https,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def lists_cookie_name(settings: Settings) -> str:
    """Return the name of the cookie with the filters of lists that stay for a session."""
    return "__Host-lists" if settings.serves_https else "lists"


def set_lists(response: Response, text: str, settings: Settings) -> None:
    """Keep a session's filters in its browser until that is closed, or take them away with an empty text."""
    response.set_cookie(
        lists_cookie_name(settings),
        text,
        max_age=None if text else 0,
        secure=settings.serves_https,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def device_cookie_name(settings: Settings) -> str:
    """Return the name of the cookie that marks a device on which somebody signed in before."""
    return "__Host-device" if settings.serves_https else "device"


def set_choice(response: Response, name: str, value: str, settings: Settings) -> None:
    """Remember a visitor's language or appearance, or that a device signed in; it reveals nothing about anybody."""
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR_SECONDS,
        secure=settings.serves_https,
        httponly=True,
        samesite="Strict",
        path="/",
    )
