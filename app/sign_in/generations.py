"""The generation of a person's sessions: what ends all of them at once, by a signed statement.

A session holds, sealed, the generation it was begun in. One of another generation than the key directory states has
ended, whatever rows are put back.
"""

from uuid import UUID

from app.keyring.adding_statements import own_signer, state
from app.keyring.directory import Directory
from app.keyring.known_directory import directory_for
from app.keyring.statements import Kind
from app.unit_of_work import UnitOfWork
from app.vault.person_keys import PersonPublicKeys


def are_vouched_for(directory: Directory, person_id: UUID, keys: PersonPublicKeys) -> bool:
    """Tell whether the directory vouches for exactly these keys now."""
    known = directory.people.get(person_id)
    return known is not None and known.enabled and known.keys == keys


def are_over(directory: Directory, person_id: UUID, keys: PersonPublicKeys) -> bool:
    """Tell whether a statement ended or replaced these keys: nobody signs in with them any more."""
    known = directory.people.get(person_id)
    if known is None or (known.enabled and known.keys == keys):
        return False
    replaced = [directory.old_keys[place] for place in directory.index.old_keys.get(person_id, ())]
    return known.keys == keys or keys in replaced


def end_own_generation(work: UnitOfWork) -> int | None:
    """State that the sessions the acting person has begun are over, and return the generation that begins now.

    None for somebody whom nobody vouches for yet: their sessions open nothing but their own account.
    """
    directory, me = directory_for(work), work.person.id
    if not are_vouched_for(directory, me, work.keychain.private.public):
        return None
    generation = directory.generation_of(me) + 1
    state(work, Kind.SESSIONS_ENDED, ended_fields(me, generation), signer=own_signer(work))
    return generation


def ended_fields(person_id: UUID, generation: int) -> dict[str, object]:
    """Return what the statement says."""
    return {"person": str(person_id), "generation": generation}
