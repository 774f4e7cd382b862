"""Reads pages as a visitor without scripts does, and checks what every page must have."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def read(response: TestResponse, *, status: int = 200) -> BeautifulSoup:
    """Return a page, checked: its status, a title, one first heading, and no id given twice."""
    assert response.status_code == status, f"{response.status_code}: {response.text[:400]}"
    page = BeautifulSoup(response.text, "html.parser")
    assert page.title is not None
    assert page.title.get_text(strip=True)
    assert len(page.find_all("h1")) == 1
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    assert not [name for name, count in ids.items() if count > 1]
    return page


def filled(page: BeautifulSoup, *, action: str = "") -> dict[str, Any]:
    """Return what the page's form would send untouched; `action` picks one of several by the end of its address."""
    forms = [form for form in page.select("main form") if str(form.get("action", "")).endswith(action)]
    assert forms, "there is no such form"
    fields: dict[str, Any] = {}
    for box in forms[0].find_all(["input", "textarea", "select"]):
        _take(fields, box)
    return fields


def _take(fields: dict[str, Any], box: Any) -> None:
    name = box.get("name")
    if not name:
        return
    if box.name == "textarea":
        # Browsers drop the line end right behind the tag.
        fields[name] = box.get_text().removeprefix("\r\n").removeprefix("\n")
    elif box.name == "select":
        chosen = box.find("option", selected=True) or box.find("option")
        fields[name] = chosen["value"] if chosen else ""
    elif box.get("type") not in ("checkbox", "radio"):
        fields[name] = box.get("value", "")
    elif box.has_attr("checked"):
        fields.setdefault(name, []).append(box.get("value", "y"))


def send(
    client: FlaskClient, address: str, changes: Mapping[str, Any] | None = None, *, action: str = ""
) -> TestResponse:
    """Open a page, change some answers of its form and send it where the form says."""
    page = read(client.get(address))
    target = next(
        str(form.get("action") or address)
        for form in page.select("main form")
        if str(form.get("action", "")).endswith(action)
    )
    return client.post(target, data=filled(page, action=action) | dict(changes or {}))
