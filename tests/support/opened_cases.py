"""Children and open cases for tests, made by the services in a cast member's name."""

from uuid import UUID, uuid4

from app.cases.assigning import assign
from app.cases.opening import NewCase, open_case
from app.children.children import NewChild, make_child
from app.children.documents import ChildProfile
from app.foundation.vocabulary.risks import Risk
from tests.support.organisation import Organisation


def child_of(organisation: Organisation, *, by: str = "field", latin: str = "Sok Sophea") -> UUID:
    """Make a child in the base of a cast member."""
    with organisation.writing(by) as work:
        return make_child(work, NewChild(uuid4(), ChildProfile(latin=latin, local="សុខ សុភា"))).id


def case_of(
    organisation: Organisation,
    child_id: UUID,
    *,
    by: str = "supervisor",
    assigned: tuple[str, ...] = ("caseworker",),
    why: str = "asked for help",
) -> UUID:
    """Open a case for a child and assign cast members to it."""
    case_id = uuid4()
    with organisation.writing(by) as work:
        open_case(work, NewCase(case_id, child_id, why, Risk.MEDIUM))
    for name in assigned:
        with organisation.writing(by) as work:
            assign(work, case_id, organisation.ids[name])
    return case_id
