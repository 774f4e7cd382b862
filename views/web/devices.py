"""A browser's own description of itself, cut to the two words a person recognises it by."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""Marks in the order they must be looked for: most browsers also name the ones they descend from."""


def browser_name(description: str) -> str:
    """Return the browser's name and system, such as Firefox, Windows; "" when neither is recognised."""
    found = (_first(BROWSERS, description), _first(SYSTEMS, description))
    return ", ".join(name for name in found if name)


def _first(marks: tuple[tuple[str, str], ...], description: str) -> str:
    return next((name for mark, name in marks if mark in description), "")
