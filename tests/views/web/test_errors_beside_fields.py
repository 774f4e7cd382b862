"""An error is beside its field: the field says that it is wrong and why, and the list on top leads to it."""

from bs4 import BeautifulSoup
from wtforms import FieldList

from forms.fields import is_shown
from tests.architecture.test_forms import forms_of_ours
from tests.support.organisation import Organisation

DRAWN = """
{% from "components/forms.html" import field, error_summary %}
{{ error_summary(form) }}{% for f in shown %}{{ field(f) }}{% endfor %}
"""
DRAWN_ELSEWHERE = frozenset({"AnswersField"})
"""Fields with a macro of their own."""


def test_every_field_of_every_form_says_that_it_is_wrong(organisation: Organisation) -> None:
    app, looked_at = organisation.app, 0
    with app.test_request_context("/"):
        draw = app.jinja_env.from_string(DRAWN)
        for kind in forms_of_ours():
            form = kind()
            shown = [
                field
                for field in form
                if is_shown(field)
                and not isinstance(field, FieldList)
                and type(field).__name__ not in DRAWN_ELSEWHERE
            ]
            for field in shown:
                if getattr(field, "choices", ()) is None:
                    vars(field)["choices"] = [("a", "A")]
                field.errors = ["That is wrong."]
                looked_at += 1
            page = BeautifulSoup(draw.render(form=form, shown=shown), "html.parser")
            for field in shown:
                target = page.find(id=field.id)
                assert target is not None, (kind, field.name)
                described = str(target.get("aria-describedby", "")).split()
                assert f"{field.id}-error" in described, (kind, field.name)
                assert all(page.find(id=each) for each in described), (kind, field.name)
                boxes = target.find_all("input") if target.name == "fieldset" else [target]
                assert all(box.get("aria-invalid") == "true" for box in boxes), (kind, field.name)
                summary = page.select_one("[data-error-summary]")
                assert summary is not None
                assert summary.find("a", href=f"#{field.id}") is not None, (kind, field.name)
    assert looked_at > 150
