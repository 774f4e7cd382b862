"""Makes children and changes who they are; every other room loads a child through this module."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import declare_scope, locked_row, own_base, require, visible
from app.bases.numbers import Series, locked_base, next_number
from app.children.cards import write_card
from app.children.documents import CardFacts, ChildProfile, SafeContact
from app.children.wording import clean_profile, clean_rule
from app.foundation.errors import (
    AlreadyDone,
    ChangedOutside,
    Conflict,
    NotAllowedNow,
    Refused,
    WillNotOpen,
)
from app.foundation.permissions import Permission, Reach
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, OpenFolder, open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write, make_folder
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.child import Child

declare_scope(
    Child,
    allowed={
        Permission.PROFILE_READ,
        Permission.PROFILE_WRITE,
        Permission.EMERGENCY_READ,
        Permission.EMERGENCY_WRITE,
        Permission.MISTAKE_DECIDE,
        # Its code, for whoever reads who saw it; a technician, whose trail is the system's, reaches none.
        Permission.AUDIT_READ,
    },
    rules={Reach.BASE: own_base(Child.base_id)},
)


@dataclass(frozen=True)
class ChildInput:
    """What is needed to make a child. `id` is made where the form is shown; None for `base_id` is the person's own."""

    id: UUID
    profile: ChildProfile
    base_id: UUID | None = None
    considered: tuple[UUID, ...] = ()
    """The children somebody looked at and found to be others."""


@dataclass(frozen=True)
class SeenChild:
    """A child with what this person may read; a part that does not open is None, and its refusal is recorded.

    If the child `is_changed` outside Wayhome, nothing in the row can be trusted: no code, no date, no name.
    """

    row: Child
    folder: OpenFolder
    fit: Fit
    profile: ChildProfile | None
    rule: SafeContact | None

    @property
    def is_changed(self) -> bool:
        """Whether the row was changed outside Wayhome."""
        return self.fit is Fit.CHANGED


@dataclass(frozen=True)
class OpenedChild:
    """A child whose every part opened."""

    row: Child
    folder: OpenFolder
    profile: ChildProfile
    rule: SafeContact


def visible_child(
    work: UnitOfWork, child_id: UUID, permission: Permission = Permission.PROFILE_READ
) -> Child:
    """Load a child through a permission, to rely on what its row says.

    Raises NotVisible when this person cannot see the child; ChangedOutside, recorded, when its row is not what was
    written.
    """
    return _as_written(work, visible(work, Child, child_id, permission))


def choosable_child(work: UnitOfWork, child_id: UUID) -> Child:
    """Load a child to write something new about them. Raises as `visible_child` and `refuse_mistaken` do."""
    child = visible_child(work, child_id)
    refuse_mistaken(child)
    return child


def _as_written(work: UnitOfWork, row: Child) -> Child:
    if board_fits(work, [row])[row.id] is Fit.CHANGED:
        raise ChangedOutside("a child's row that is not what was written", child=row.id)
    return row


def locked_child(work: UnitOfWork, child_id: UUID, permission: Permission) -> Child:
    """Load a child and lock its row until this work ends. Raises NotVisible."""
    row = locked_row(work, Child, child_id, permission)
    return _as_written(work, row)


def see_child(work: UnitOfWork, child_id: UUID) -> SeenChild:
    """Open a child's profile and safe-contact rule, even if changed. Raises NotVisible, NoKey without a grant."""
    return _seen(work, visible(work, Child, child_id, Permission.PROFILE_READ))


def was_made(work: UnitOfWork, child_id: UUID) -> bool:
    """Tell whether the acting person has already sent the form that makes this child."""
    row = work.session.get(Child, child_id)
    return row is not None and row.created_by == work.person.id


def make_child(work: UnitOfWork, new: ChildInput) -> Child:
    """Make a child with a code such as RV-0012.

    Raises AlreadyDone for the same form sent twice, Refused when the id is somebody else's, NotVisible for a base out
    of reach, NotAllowedNow from `clean_profile`.
    """
    require(work, Permission.PROFILE_WRITE)
    base = locked_base(work, new.base_id or work.person.base_id, Permission.PROFILE_WRITE)
    made_before = work.session.get(Child, new.id)
    if made_before is not None:
        if made_before.created_by != work.person.id:
            raise Refused("child")
        raise AlreadyDone(record_id=new.id)
    profile = replace(clean_profile(new.profile), row_version=1)
    folder = make_folder(work, FolderKind.PROFILE, base_id=base.id, child_id=new.id)
    child = Child(
        id=new.id,
        code=next_number(work, base, Series.CHILD, Child.code),
        base_id=base.id,
        created_at=work.now,
        created_by=work.person.id,
        updated_at=work.now,
        updated_by=work.person.id,
        folder_id=folder.id,
        safe_contact=None,
    )
    folder.write(child, profile)
    work.session.flush()
    write_card(work, child, profile.card)
    subjects = [child.id, *new.considered]
    work.record("child.made", subjects=subjects, folders=[folder.id], base_id=base.id, version=1)
    return child


def check_base(work: UnitOfWork, child: Child) -> None:
    """Raise KeyRefused, recorded, unless the child's own profile is sealed for the base that the row says.

    Call it before beginning something for a child: with a changed row, it would go to another base's circles. Raises
    NotAllowedNow (`child-mistaken`) for one that was written down by mistake.
    """
    refuse_mistaken(child)
    folder_of_child(work, child)


def refuse_mistaken(child: Child) -> None:
    """Raise NotAllowedNow (`child-mistaken`) if nothing new is written about a child: it was one by mistake."""
    if is_marked(child):
        raise NotAllowedNow("child-mistaken")


def editable_child(work: UnitOfWork, child_id: UUID) -> OpenedChild:
    """Open a child for somebody who wants to change it.

    Raises NotVisible, and WillNotOpen when a part is not what was written: nothing may be overwritten unseen.
    """
    return _whole(_seen(work, visible_child(work, child_id, Permission.PROFILE_WRITE)))


def change_child(work: UnitOfWork, child_id: UUID, profile: ChildProfile, *, version: int) -> Child:
    """Change who a child is. `version` is the row's when the form was opened.

    Raises Conflict when somebody has changed the profile since, NotVisible, WillNotOpen, NotAllowedNow from
    `clean_profile`.
    """
    require(work, Permission.PROFILE_WRITE)
    opened = _locked(work, child_id)
    _refuse_stale(opened, version, opened.profile.row_version)
    changed = replace(clean_profile(profile), row_version=opened.row.version + 1)
    folder = folder_of_child(work, opened.row)
    keep_earlier(work, folder, opened.row, ChildProfile)
    folder.write(opened.row, changed)
    return _changed(work, "child.changed", opened, changed, opened.rule)


def change_safe_contact(work: UnitOfWork, child_id: UUID, rule: SafeContact, *, version: int) -> Child:
    """Set a child's safe-contact rule, or remove it when nothing is written.

    Raises Conflict when somebody has changed the rule since, NotVisible, WillNotOpen.
    """
    require(work, Permission.PROFILE_WRITE)
    opened = _locked(work, child_id)
    _refuse_stale(opened, version, opened.rule.row_version)
    changed = replace(
        clean_rule(rule), set_at=work.now, set_by=work.person.id, row_version=opened.row.version + 1
    )
    folder = folder_of_child(work, opened.row)
    if not opened.rule.is_empty:
        keep_earlier(work, folder, opened.row, SafeContact)
    folder.write(opened.row, changed)
    return _changed(work, "child.safe_contact_changed", opened, opened.profile, changed)


def _seen(work: UnitOfWork, row: Child) -> SeenChild:
    folder = open_folder(work, row.folder_id)
    fit = folder.fit_of(row)
    if fit is not Fit.FITS:
        return SeenChild(row, folder, fit, None, None)
    rule = folder.look(row, SafeContact).document if row.safe_contact else SafeContact()
    return SeenChild(row, folder, fit, folder.look(row, ChildProfile).document, rule)


def folder_of_child(work: UnitOfWork, row: Child) -> FolderToWrite:
    """Return the folder that a child's profile lies in, to write in it."""
    return folder_to_write(work, FolderKind.PROFILE, row.folder_id, base_id=row.base_id, child_id=row.id)


def _whole(seen: SeenChild) -> OpenedChild:
    if seen.profile is None or seen.rule is None:
        raise WillNotOpen("a part of the child's record was changed outside", child=seen.row.id)
    return OpenedChild(seen.row, seen.folder, seen.profile, seen.rule)


def _locked(work: UnitOfWork, child_id: UUID) -> OpenedChild:
    return _whole(_seen(work, locked_child(work, child_id, Permission.PROFILE_WRITE)))


def _refuse_stale(opened: OpenedChild, version: int, written_at: int) -> None:
    """Raise Conflict unless the form was opened with the current content.

    Profile and rule share a row: a form about one is not stale because the other was changed.
    """
    if not written_at <= version <= opened.row.version:
        raise Conflict(version=opened.row.version)


def _changed(
    work: UnitOfWork, action: str, opened: OpenedChild, profile: ChildProfile, rule: SafeContact
) -> Child:
    row = opened.row
    row.updated_at, row.updated_by = work.now, work.person.id
    work.session.flush()
    write_card(work, row, card_of(row, profile, rule))
    work.record(
        action, subjects=[row.id], folders=[opened.folder.id], base_id=row.base_id, version=row.version
    )
    return row


def card_of(row: Child, profile: ChildProfile, rule: SafeContact) -> CardFacts:
    """Return what a child's card says."""
    return replace(rule.on_card(profile.card), is_mistaken=is_marked(row))
