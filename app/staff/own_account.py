"""What a person does with their own account: password, recovery card, keys, sessions, rescued forms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import NotAllowedNow
from app.foundation.local_paths import with_draft
from app.foundation.people import Person
from app.keyring.adding_statements import own_signer, state
from app.keyring.directory import Directory
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import organisation_name
from app.keyring.statements import Kind
from app.recovery.printed_cards import PrintedCard, printed_personal
from app.server import Server
from app.sign_in import sessions
from app.sign_in.drafts import is_kept_at, words_in
from app.sign_in.ended_access import said_in
from app.sign_in.password_choice import check_new_password
from app.sign_in.pins import compare_pins
from app.sign_in.sessions import SessionLine, end_own_sessions, sessions_list
from app.sign_in.signing_in import prove_again
from app.sign_in.waiting_keys import holder_of
from app.staff.circle_places import joined_circles, only_holder_of
from app.staff.own_keys import derive_chosen, make_keys, store_new_card, store_password
from app.unit_of_work import UnitOfWork, Visibility
from models.staff_member import StaffMember
from models.unsent_draft import UnsentDraft


@dataclass(frozen=True)
class KeptForm:
    """A form that was rescued: where it was written, what stood in it by name, and how long it is kept."""

    id: UUID
    path: str
    kept_at: datetime
    ends_at: datetime
    said: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """The address that opens it again."""
        return with_draft(self.path, self.id)


@dataclass(frozen=True)
class AccountPage:
    """The person's own account, open sessions and kept forms. `base_name` is empty for people without a base."""

    person: Person
    base_name: str
    has_card: bool
    sessions: tuple[SessionLine, ...]
    kept: tuple[KeptForm, ...]


def account_page(work: UnitOfWork) -> AccountPage:
    """Return the acting person's own account."""
    member = work.session.get_one(StaffMember, work.person.id)
    drafts = select(UnsentDraft).where(UnsentDraft.staff_id == work.person.id, is_kept_at(work.now))
    return AccountPage(
        person=work.person,
        base_name=directory_for(work).base_name(work.person.base_id),
        has_card=holder_of(member, work.keychain.private.public).keys_by_card is not None,
        sessions=tuple(sessions_list(work)),
        kept=tuple(
            KeptForm(row.id, words.path, row.kept_at, row.ends_at, said_in(words.fields))
            for row in work.session.scalars(drafts.order_by(UnsentDraft.kept_at.desc()))
            if (words := words_in(row, work.keychain, work.installation_id)) is not None
        ),
    )


def change_password(server: Server, work: UnitOfWork, current: str, new: str, *, mark: str = "") -> None:
    """Set a new password after checking the current one; every other session ends. Begins writing.

    Raises TooMany, SignInFailed, or NotAllowedNow with a reason against the new password.
    """
    check_new_password(new, names=_names(work))
    work.end_transaction()
    chosen = derive_chosen(server, new)
    prove_again(server, work, current, mark=mark)
    member = work.session.get_one(StaffMember, work.person.id)
    store_password(server, member, work.keychain.private, chosen)
    end_own_sessions(server, work)
    work.record("password.changed", subjects=[member.id], visibility=Visibility.SYSTEM)


def _names(work: UnitOfWork) -> tuple[str, ...]:
    """Return the names that a password may not contain."""
    organisation = organisation_name(work.session, directory_for(work))
    return organisation, work.person.display_name, work.person.username


def new_recovery_card(server: Server, work: UnitOfWork) -> PrintedCard:
    """Make a new recovery card, shown once; the previous card no longer opens anything."""
    member = work.session.get_one(StaffMember, work.person.id)
    card = store_new_card(server, member, work.keychain.private)
    work.record("card.made", subjects=[member.id], visibility=Visibility.SYSTEM)
    return printed_personal(card, of=member.username)


def end_other_sessions(server: Server, work: UnitOfWork) -> None:
    """End every session of the acting person except this one."""
    end_own_sessions(server, work)
    work.record("session.others_ended", subjects=[work.person.id], visibility=Visibility.SYSTEM)


@dataclass(frozen=True, repr=False)
class Renewed:
    """A person with new keys who waits to be admitted again: the new session's token, and the new card."""

    token: str
    card: PrintedCard


def circles_that_would_shut(work: UnitOfWork) -> list[UUID]:
    """Return the circles that only the acting person can open: with new keys, nobody could open them."""
    directory = directory_for(work)
    joined = joined_circles(directory, work.person.id)
    # The circle that only its members renew is lost with its last member like any other.
    joined += [c for c, _ in directory.circles_of(work.person.id) if _is_safeguarding(directory, c)]
    return only_holder_of(work, work.person.id, dict.fromkeys(joined))


def _is_safeguarding(directory: Directory, circle_id: UUID) -> bool:
    return directory.circles[circle_id].kind is CircleKind.SAFEGUARDING


def renew_keys(server: Server, work: UnitOfWork, new: str, *, device: str, address: str) -> Renewed:
    """Make new keys because somebody else may know the password. Begins writing.

    With the old keys the person states, for the last time, that these have ended. From then on nothing is sealed to
    them, and nobody can state anything with them. The person then waits to be admitted again: nobody has vouched for
    the new keys yet, and colleagues give again whatever was sealed to the old ones. Raises
    NotAllowedNow with `last-holder-self`, `root-differs` or a reason against the password.
    """
    check_new_password(new, names=_names(work))
    work.end_transaction()
    chosen = derive_chosen(server, new)
    work.begin_writing()
    if circles_that_would_shut(work):
        raise NotAllowedNow("last-holder-self")
    member = work.session.get_one(StaffMember, work.person.id)
    if compare_pins(member, work.keychain.private, directory_for(work)).may_be_another_root:
        # New keys start from the root that is here: somebody who had replaced it would then be believed.
        raise NotAllowedNow("root-differs")
    _end_own_keys(work)
    made = make_keys(server, work.session, member, chosen, directory=directory_for(work))
    token = sessions.start_session(
        work.session,
        server,
        member,
        made.private,
        generation=directory_for(work).generation_of(member.id),
        device=device,
        address=address,
    )
    work.record("account.keys_renewed", subjects=[member.id], visibility=Visibility.SYSTEM)
    return Renewed(token, printed_personal(made.card, of=member.username))


def _end_own_keys(work: UnitOfWork) -> None:
    known = directory_for(work).people.get(work.person.id)
    if known is not None and known.enabled and known.keys == work.keychain.private.public:
        state(work, Kind.DISABLED, {"person": str(known.id)}, signer=own_signer(work))
