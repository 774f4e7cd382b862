"""The cookies there are, and how they are set."""

from flask import Response

from app.foundation.settings import Settings

LOCALES = ("en", "km")
LOCALE_COOKIE = "language"
THEME_COOKIE = "appearance"
THEMES = ("light", "dark", "auto")
A_YEAR_SECONDS = 31_536_000


def token_cookie_name(settings: Settings) -> str:
    """Return the session cookie's name: `__Host-` wherever HTTPS is, a plain one on loopback."""
    return "__Host-wayhome" if settings.serves_https else "wayhome"


def set_token(response: Response, token: str, settings: Settings) -> None:
    """Give the browser its session; it ends with the browser."""
    response.set_cookie(
        token_cookie_name(settings),
        token,
        secure=settings.serves_https,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def forget_token(response: Response, settings: Settings) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        token_cookie_name(settings), path="/", secure=settings.serves_https, httponly=True, samesite="Strict"
    )


def device_cookie_name(settings: Settings) -> str:
    """Return the name of the cookie by which a device is known that signed in before."""
    return "__Host-device" if settings.serves_https else "device"


def set_choice(response: Response, name: str, value: str, settings: Settings) -> None:
    """Remember a visitor's language or appearance, or that a device signed in; it says nothing about anybody."""
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR_SECONDS,
        secure=settings.serves_https,
        httponly=True,
        samesite="Strict",
        path="/",
    )
