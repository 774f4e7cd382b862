"""Fills a form as it was shown: every field with the answer it came with."""

from html.parser import HTMLParser

RECORD_ID = "record_id"
NOT_SENT = {"checkbox", "radio", "submit", "button", "file"}


def fields_shown(body: str, having: str = RECORD_ID) -> dict[str, str]:
    """Return the fields of the form that has a certain one, by name: hidden ones and those with an answer."""
    reader = _Forms()
    reader.feed(body)
    return next(form for form in reader.forms if having in form)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field with its answer."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and (said.get("type") not in NOT_SENT or "checked" in said):
            self.forms[-1][said.get("name", "")] = said.get("value", "")
        elif tag == "textarea":
            self.forms[-1][said["name"]] = ""
        elif tag == "select":
            self._select = said["name"]
        elif tag == "option" and (self._select not in self.forms[-1] or "selected" in said):
            self.forms[-1][self._select] = said.get("value", "")
