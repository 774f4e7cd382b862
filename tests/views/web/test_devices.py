"""A browser is named by two words somebody recognises."""

import pytest

from views.web.devices import browser_name

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("description", "name"),
    [
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126 Safari/537.36 Edg/126", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_it_is_told_by_browser_and_system(description: str, name: str) -> None:
    assert browser_name(description) == name
