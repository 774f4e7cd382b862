"""Coming back with the secret receipt: whether it was received, saying more, calling again; without an account.

Nothing here knows who comes. The receipt's words are the only thing that finds what was written, and nothing that was
written opens with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.access.gate import abandon, finish, record_within
from app.concerns.clocks import acknowledge_within
from app.concerns.concern_status import call_again as sign_call
from app.concerns.concern_status import concern_status_of
from app.concerns.double_press import raise_if_already_sent
from app.concerns.observing import Observed, observation_of
from app.database.store import Turn
from app.foundation.people import Person
from app.foundation.roles import Role
from app.foundation.vocabulary.urgencies import Urgency
from app.recovery.printed_cards import PrintedCard, printed_receipt
from app.recovery.typed_cards import read_personal_card
from app.safeguarding.allegations import Poster, refuse_without_readers, rows_of_receipt, seal_for_nobody
from app.safeguarding.circle import name_nobody
from app.safeguarding.documents import Account
from app.safeguarding.pages import AllegationLine, PostingAdvice, lines_of, posting_advice
from app.server import Server
from app.sign_in import throttling
from app.unit_of_work import Mode, UnitOfWork, Visibility
from app.vault.cards import CardMistyped, RecoveryCard
from app.vault.keychain import Keychain
from app.vault.person_keys import PersonPrivateKeys

THROTTLED_AS = "receipt"


class NoSuchReceipt(throttling.WrongGuess):
    """Nothing was written with this receipt. Likely cause: the words of another card."""

    code = "no-such-receipt"


@dataclass(frozen=True)
class CameBack:
    """What whoever has the receipt sees: what they wrote and added, in order, and whom to call."""

    lines: tuple[AllegationLine, ...]
    advice: PostingAdvice

    @property
    def first(self) -> AllegationLine:
        """What was written first."""
        return self.lines[0]

    @property
    def must_call(self) -> bool:
        """Whether a voice call is needed now: minutes count, or nobody answered in time."""
        waiting = [line for line in self.lines if line.clock is not None]
        return any(
            line.urgency is Urgency.NOW or (line.clock is not None and line.clock.is_late) for line in waiting
        )


@dataclass(frozen=True)
class MoreInput:
    """What is typed to say more."""

    id: UUID
    urgency: Urgency
    observed: Observed


def new_receipt() -> str:
    """Return a new secret for a form to carry: the same form gives the same receipt however often it is sent."""
    return RecoveryCard.generate().payload()


def read_receipt(text: str) -> RecoveryCard | None:
    """Return the secret that a form carried, or None for anything else."""
    try:
        return RecoveryCard.from_words(text)
    except CardMistyped:
        return None


def receipt_to_show(work: UnitOfWork, carried: str) -> PrintedCard:
    """Return the receipt of what was just written, for showing it once. Raises NoSuchReceipt."""
    receipt = read_receipt(carried)
    rows = rows_of_receipt(work, receipt) if receipt else []
    if receipt is None or not rows:
        raise NoSuchReceipt
    return printed_receipt(receipt, of=rows[0].reference)


def come_back(server: Server, words: str, *, address: str) -> CameBack:
    """Return what was written with a receipt. Raises TooMany, CardRefused, NoSuchReceipt."""
    receipt = _checked(server, words, address=address)
    with _nobodys_work(server, Mode.READING) as work:
        return CameBack(lines_of(work, rows_of_receipt(work, receipt)), posting_advice(work))


def say_more(server: Server, words: str, more: MoreInput, *, address: str) -> None:
    """Seal more words to whoever reads the first: a further allegation, with a clock of its own.

    It is signed inside with the receipt, which proves that the same person wrote both. Raises as `come_back`; and
    NotAllowedNow with `no-safeguarding`, `no-words`, `in-the-future`, `too-long-ago`, or AlreadyDone.
    """
    receipt = _checked(server, words, address=address)
    with _nobodys_work(server, Mode.WRITING) as work:
        rows = rows_of_receipt(work, receipt)
        raise_if_already_sent(work, more.id)
        refuse_without_readers(work)
        account = Account(about="", observation=observation_of(work, more.observed), adds_to=rows[0].id)
        installation = work.installation_id.bytes
        keys = Poster(receipt.receipt_key(installation, len(rows)), receipt.receipt_key(installation, 0))
        due_at = work.now + acknowledge_within(work, None, more.urgency)
        seal_for_nobody(work, more.id, account, keys, urgency=more.urgency, due_at=due_at)


def call_again(server: Server, words: str, *, address: str) -> None:
    """Make it wait again, because what was received was not acted on. While it waits, this does nothing.

    Raises as `come_back`.
    """
    receipt = _checked(server, words, address=address)
    with _nobodys_work(server, Mode.WRITING) as work:
        row = rows_of_receipt(work, receipt)[0]
        status = concern_status_of(work, row)
        if status.waits:
            return
        due_at: datetime = work.now + acknowledge_within(work, None, status.urgency)
        sign_call(work, row, receipt.receipt_key(work.installation_id.bytes, 0), due_at=due_at)
        work.record("allegation.called", subjects=[row.id], visibility=Visibility.SAFEGUARDING)


def _checked(server: Server, words: str, *, address: str) -> RecoveryCard:
    """Read a typed receipt, slowed down by the address it comes from; nobody guesses 160 bits."""
    counters = throttling.address_counter(server.secret.counter_key(), step=THROTTLED_AS, address=address)
    receipt = read_personal_card(words)
    with throttling.counted(server.store, counters, clock=server.clock):
        with _nobodys_work(server, Mode.READING) as work:
            is_known = bool(rows_of_receipt(work, receipt))
        if not is_known:
            with server.store.writing() as session:
                record_within(session, "receipt.refused", actor_id=None, now=server.clock.now())
            raise NoSuchReceipt
    return receipt


@contextmanager
def _nobodys_work(server: Server, mode: Mode) -> Iterator[UnitOfWork]:
    """Do something as nobody: with keys made for this work alone, and no name in the trail."""
    person = Person(uuid4(), "", "", "", Role.VOLUNTEER, None)
    work = UnitOfWork(
        server.store,
        person,
        Keychain(person.id, PersonPrivateKeys.generate()),
        installation_id=server.installation_id,
        clock=server.clock,
        mode=mode,
        turn=Turn.ALONE if mode is Mode.WRITING else Turn.BESIDE_OTHERS,
        locks=server.locks,
    )
    name_nobody(work)
    try:
        yield work
        finish(work, checkpoint_key=server.checkpoint_key)
    finally:
        abandon(work)
