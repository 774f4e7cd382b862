"""Signs seen or told at a meeting: items of the street screening pack, and the rules that say when to call."""

from collections.abc import Iterable, Mapping

from app.foundation.errors import NotAllowedNow
from app.foundation.pack_files import BadPack
from app.foundation.vocabulary.urgencies import Urgency
from app.instruments.loading import ScreeningPack, TriageRule, load_screening
from app.outreach.documents import Account, Sign

STREET_PACK, STREET_VERSION = "street", 2
"""The version for new meetings; older ones keep the version they were written with."""

ASKS_FOR_A_REPORT = frozenset({Urgency.NOW, Urgency.HIGH})
"""An account this urgent alerts nobody by itself: its page says so and leads to a concern."""


def street_pack() -> ScreeningPack:
    """Return the pack that a new meeting is written with."""
    return load_screening(STREET_PACK, STREET_VERSION)


def pack_of_account(account: Account | None) -> ScreeningPack:
    """Return the pack an account was written with. Raises BadPack when the installation no longer has it."""
    if account is None or not account.pack:
        return street_pack()
    return load_screening(account.pack, account.pack_version)


def signs_from(answers: Mapping[str, str], pack: ScreeningPack) -> tuple[Sign, ...]:
    """Return the answers that are a sign, in the order of the pack; the others mean "not known".

    Raises NotAllowedNow with `unknown-sign` for an item or answer the pack does not have.
    """
    try:
        counting = pack.signs(answers)
    except BadPack:
        raise NotAllowedNow("unknown-sign") from None
    return tuple(Sign(item.id, answers[item.id]) for item in pack.items if item.id in counting)


def answers_of(signs: Iterable[Sign]) -> dict[str, str]:
    """Return signs as answers by item, to fill in a form."""
    return {sign.item: sign.answer for sign in signs}


def rules_met(account: Account | None) -> tuple[TriageRule, ...]:
    """Return the triage rules that match the signs of a meeting, in the order of the pack."""
    if account is None or not account.signs:
        return ()
    try:
        return pack_of_account(account).rules_met(answers_of(account.signs))
    except BadPack:
        # The pack or the item was removed: the signs are still shown, but nothing can be concluded.
        return ()


def loudest(marked: Urgency | None, rules: Iterable[TriageRule]) -> Urgency | None:
    """Return the higher of the writer's urgency and the rules' urgency; None when there is neither."""
    urgencies = [*([marked] if marked is not None else []), *(rule.urgency for rule in rules)]
    return min(urgencies, key=list(Urgency).index) if urgencies else None
