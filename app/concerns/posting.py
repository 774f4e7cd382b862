"""Posts a concern: it is sealed to supervision at once, and its poster cannot open it again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update

from app.access.scope import require, scoped, visible
from app.bases.known import vouched_base
from app.children.births import refuse_before_birth
from app.children.children import visible_child
from app.concerns.books import CONCERNS, Word, facts_of_posting
from app.concerns.clocks import acknowledge_within
from app.concerns.double_press import raise_if_already_posted
from app.concerns.observing import Observed, observation_of
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.concern import Concern
from models.encounter import Encounter


@dataclass(frozen=True)
class ConcernInput:
    """What is typed to post a concern. Directors choose `base_id`; everyone else posts for their own base."""

    id: UUID
    urgency: Urgency
    observed: Observed
    base_id: UUID | None = None
    child_id: UUID | None = None
    encounter_id: UUID | None = None
    is_before_birth: bool = False
    """Whether it was so before the child was born, as somebody said when asked."""


@dataclass(frozen=True)
class Posted:
    """What the poster keeps."""

    id: UUID
    reference: str


def post_concern(work: UnitOfWork, new: ConcernInput) -> Posted:
    """Post a concern to a base's inbox and start its clock. The poster keeps no key unless they are a holder.

    Raises NotAllowedNow with `choose-base`, `child-of-another-base`, `no-words`, `in-the-future`, `too-long-ago`,
    `before-born` or `before-any-birth`; AlreadyDone, or Refused when the id is somebody else's record; NotVisible for a
    child or an encounter that the poster may not see.
    """
    require(work, Permission.CONCERN_POST)
    raise_if_already_posted(work, new.id, Permission.CONCERN_POST)
    base_id = base_to_post_for(work, new.base_id)
    _check_links(work, new, base_id)
    observation = observation_of(work, new.observed)
    if new.child_id is not None and not new.is_before_birth:
        refuse_before_birth(work, new.child_id, new.observed.when.on)
    folder = make_folder(work, FolderKind.CONCERN, base_id=base_id, child_id=new.child_id)
    row = _posted_row(work, new, base_id, folder.id)
    folder.write(row, observation)
    work.session.flush()
    work.record(
        "concern.posted",
        subjects=[row.id, *([new.child_id] if new.child_id else [])],
        folders=[folder.id],
        base_id=base_id,
        urgency=new.urgency.value,
    )
    return Posted(row.id, row.reference)


def was_posted(work: UnitOfWork, concern_id: object) -> bool:
    """Tell whether this is a concern that the person posted, and not something that went to safeguarding."""
    mine = scoped(work, Concern, Permission.CONCERN_POST).where(Concern.id == concern_id)
    return work.session.scalars(mine).first() is not None


def _posted_row(work: UnitOfWork, new: ConcernInput, base_id: UUID, folder_id: UUID) -> Concern:
    """Sign that it was posted, and return its row as the receipt says."""
    due_at = work.now + acknowledge_within(work, base_id, new.urgency)
    facts = facts_of_posting(
        next_reference(work, base_id),
        new.urgency,
        due_at,
        folder_id=folder_id,
        child_id=new.child_id,
        encounter_id=new.encounter_id,
    )
    receipts = CONCERNS.sign(work, new.id, Word.POSTED, base_id=base_id, facts=facts)
    return Concern(
        id=new.id,
        reference=facts["reference"],
        base_id=base_id,
        folder_id=folder_id,
        posted_by=work.person.id,
        posted_at=receipts.said[0].at,
        urgency=new.urgency.value,
        due_at=due_at,
        state=ConcernState.WAITING.value,
        child_id=new.child_id,
        encounter_id=new.encounter_id,
    )


def base_to_post_for(work: UnitOfWork, chosen: UUID | None) -> UUID:
    """Return the base a post goes to: the person's own, or the one a director chose.

    Raises NotAllowedNow with `choose-base`, Refused for another base than the person's own, NotVisible when there is
    none.
    """
    if work.person.base_id is not None:
        if chosen not in (None, work.person.base_id):
            raise Refused(Permission.CONCERN_POST.value)
        return work.person.base_id
    if chosen is None:
        raise NotAllowedNow("choose-base")
    return visible(work, Base, chosen, Permission.BASE_MANAGE).id


def _check_links(work: UnitOfWork, new: ConcernInput, base_id: UUID) -> None:
    bases = set()
    if new.child_id is not None:
        bases.add(visible_child(work, new.child_id).base_id)
    if new.encounter_id is not None:
        bases.add(visible(work, Encounter, new.encounter_id, Permission.SHIFT_READ).base_id)
    if bases - {base_id}:
        raise NotAllowedNow("child-of-another-base")


def next_reference(work: UnitOfWork, base_id: UUID) -> str:
    """Take the next number of the base, in one statement, so that no two posts get the same number."""
    prefix = vouched_base(work, base_id).prefix
    number: int = work.session.execute(
        update(Base)
        .where(Base.id == base_id)
        .values(last_concern_number=Base.last_concern_number + 1)
        .returning(Base.last_concern_number)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return f"{prefix}-C-{number:04d}"
