"""An error is beside its field: the field says that it is wrong and why, and the list on top leads to it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from wtforms import Field, FieldList, Form, FormField, SelectField, SelectMultipleField, ValidationError

import app
from app.outreach.signs import street_pack
from forms.choices import SelectChoice
from forms.fields import is_shown
from forms.register import PerChildField
from tests.architecture.test_forms import forms_of_ours
from tests.support.organisation import Organisation

DRAWN = """
{% from "components/forms.html" import field, error_summary %}
{% from "outreach/sign_fields.html" import sign_fields %}
{% from "clubs/parts.html" import box_of_child %}
{{ error_summary(form) }}
{% for f in shown %}
  {%- if f.answers is defined %}{{ sign_fields(f, pack, "en") }}
  {%- elif f.refused is defined %}{{ box_of_child(f, f.refused[0]) }}
  {%- else %}{{ field(f) }}{% endif -%}
{% endfor %}
"""
WRONG = "That is wrong."


def _parts(form: Form) -> Iterator[Field]:
    """Yield the fields that a form shows, those of one row of each of its lists among them."""
    for field in form:
        if isinstance(field, FieldList):
            row = next(iter(field), None) or field.append_entry()
            yield from _parts(row.form) if isinstance(row, FormField) else (row,)
        elif is_shown(field):
            yield field


def _make_wrong(form: Form) -> list[Field]:
    """Say of each field that it is wrong, as a service's reasons do, and return them."""
    shown = list(_parts(form))
    for field in shown:
        if isinstance(field, SelectField | SelectMultipleField) and not field.choices:
            field.choices = [SelectChoice(value="a", label="A")]
        field.errors = [WRONG]
        if isinstance(field, PerChildField):
            with pytest.raises(ValidationError):
                field.refuse(["one-child"], WRONG)
    for rows in form:
        if isinstance(rows, FieldList):
            rows.errors = [row.errors for row in rows if row.errors]
    return shown


def _look_at(page: BeautifulSoup, field: Field, kind: type[Form]) -> None:
    target = page.find(id=field.id)
    assert target is not None, (kind, field.name)
    described = str(target.get("aria-describedby", "")).split()
    assert f"{field.id}-error" in described, (kind, field.name)
    assert all(page.find(id=each) for each in described), (kind, field.name)
    is_group = target.name == "fieldset" and target.get("aria-invalid") is None
    boxes = target.find_all("input") if is_group else [target]
    assert boxes, (kind, field.name)
    assert all(box.get("aria-invalid") == "true" for box in boxes), (kind, field.name)
    summary = page.select_one("[data-error-summary]")
    assert summary is not None
    assert summary.find("a", href=f"#{field.id}") is not None, (kind, field.name)


def test_every_field_of_every_form_says_that_it_is_wrong(organisation: Organisation) -> None:
    looked_at, in_rows = 0, 0
    with organisation.app.test_request_context("/"):
        draw = organisation.app.jinja_env.from_string(DRAWN)
        for kind in forms_of_ours():
            form = kind()
            shown = _make_wrong(form)
            page = BeautifulSoup(draw.render(form=form, shown=shown, pack=street_pack()), "html.parser")
            for field in shown:
                _look_at(page, field, kind)
            looked_at += len(shown)
            in_rows += sum(field.name not in form for field in shown)
    assert looked_at > 200
    assert in_rows > 20


def test_templates_draw_each_part_of_a_row_by_what_says_its_error() -> None:
    folder = Path(app.__file__).parent / "templates"
    templates = "\n".join(path.read_text() for path in folder.rglob("*.html"))
    drawn_whole = set(re.findall(r"\brows\(form\.(\w+)", templates))
    missing = {
        f"{kind.__name__}.{rows.short_name}: {part.short_name}"
        for kind in forms_of_ours()
        for rows in kind()
        if isinstance(rows, FieldList) and rows.short_name not in drawn_whole
        for part in _parts((next(iter(rows), None) or rows.append_entry()).form)
        if not re.search(rf"\bfield\((?:[^()]|\([^()]*\))*\.{part.short_name}\b", templates)
    }
    assert drawn_whole
    assert sorted(missing) == []
