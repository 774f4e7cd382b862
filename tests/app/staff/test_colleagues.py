"""Colleagues by id and by worker code, as somebody vouched for them."""

from uuid import uuid4

import pytest

from app.foundation.errors import NotAllowedNow
from app.staff.colleagues import Colleague, by_worker_code, colleagues, names_of_staff
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.statements import counted_statements, reading


def test_colleagues_are_told_by_name_and_worker_code_and_strangers_left_out(
    organisation: Organisation,
) -> None:
    field, stranger = organisation.ids["field"], uuid4()
    with organisation.reading("caseworker") as work:
        found = colleagues(work, [field, None, stranger, field])
        assert found == {field: Colleague(field, "Field Person", found[field].worker_code)}
        assert names_of_staff(work, [stranger, field]) == {field: "Field Person"}


def test_no_row_is_asked_who_they_are(organisation: Organisation) -> None:
    engine = organisation.server.store.engine
    first, second = organisation.ids["field"], organisation.ids["supervisor"]
    with organisation.reading("caseworker") as work, counted_statements(engine) as sent:
        colleagues(work, [first])
        assert colleagues(work, [first, second]).keys() == {first, second}
        names_of_staff(work, [second, first])
        assert colleagues(work, []) == {}
    assert not reading("staff_member", sent)


def test_a_worker_code_is_known_in_its_own_base_only(organisation: Organisation) -> None:
    with organisation.reading("caseworker") as work:
        field = organisation.ids["field"]
        code = colleagues(work, [field])[field].worker_code
        assert by_worker_code(work, f" {code.lower()} ", base_id=RIVERSIDE) == field
        assert by_worker_code(work, "", base_id=RIVERSIDE) == work.person.id
        with pytest.raises(NotAllowedNow):
            by_worker_code(work, code, base_id=HILLSIDE)
        with pytest.raises(NotAllowedNow):
            by_worker_code(work, "NOBODY", base_id=RIVERSIDE)
