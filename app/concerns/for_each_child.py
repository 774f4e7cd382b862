"""Makes a concern about several children into one for each child, so that no child's readers read of the others.

The whole, as its poster wrote it, stays in supervision. Each child's own concern has the poster's words, with what is
about the others left out and nothing added, and what this child said. All of them name the whole that they were made
from, in a signed fact: readers of one learn how many others there are, and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from app.access.scope import require
from app.children.children import choosable_child
from app.concerns.books import CONCERNS, Word, facts_of_posting
from app.concerns.chains import chains_of
from app.concerns.concern_status import say, told_of
from app.concerns.documents import ChildsWords, FirstPosted, Observation
from app.concerns.excerpts import is_excerpt
from app.concerns.filing import folder_beside
from app.concerns.groups import rows_made_from
from app.concerns.handling import concern_folder, handling_of, subjects_of
from app.concerns.linking import link_to_case, open_case_of, refuse_unborn
from app.concerns.part_marks import that_count
from app.concerns.posting import next_reference
from app.concerns.scopes import disclosures_to, handled_concern
from app.concerns.taking import say_received
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import open_folders
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.disclosure import Disclosure


@dataclass(frozen=True)
class ForChild:
    """What of a concern is about one child.

    `words`, `involved` and `present` are the poster's, with parts left out and marked by […]. `said` names the
    disclosures that are this child's, each with its corrections. `child_words` is how this child was described.
    """

    child_id: UUID
    words: str
    child_words: str = ""
    involved: str = ""
    present: str = ""
    said: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ForEachChild:
    """The children a concern is about; `version` is the concern's as the form showed it."""

    version: int
    children: tuple[ForChild, ...]
    is_before_birth: bool = False
    """Whether it was so before one of them was born, as somebody said when asked."""


def make_for_each_child(work: UnitOfWork, concern_id: UUID, new: ForEachChild) -> tuple[UUID, ...]:
    """Make a concern for each child, put it into the child's open case if there is one, and close the whole.

    The whole is thereby received. When its poster adds something, it waits again: nothing reaches a child's case
    unread. A child who turns up later gets theirs in the same way. Returns the ids of those made.

    Raises NotAllowedNow with `two-children-needed`, `concern-has-one-child`, `made-for-one-child`,
    `child-named-twice`, `child-of-another-base`, `not-in-the-original`, `before-born` or `before-any-birth`; Conflict;
    NotVisible; NoKey; ChangedOutside.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
    if told_of(work, row).version != new.version:
        raise Conflict("concern", record=concern_id)
    _check_children(work, row, new.children)
    if not new.is_before_birth:
        for each in new.children:
            refuse_unborn(work, row, each.child_id)
    folder = concern_folder(work, row)
    whole = folder.read(row, Observation)
    _check_words(whole, new.children)
    made = [_make(work, row, whole, each) for each in new.children]
    handling = handling_of(folder, row)
    references = ", ".join(each.reference for each in made)
    folder.write(row, replace(handling, closing_reasons=(*handling.closing_reasons, references)))
    work.session.flush()
    say(work, row, Word.CLOSED)
    ids = tuple(each.id for each in made)
    work.record(
        "concern.copied", subjects=[*subjects_of(row), *ids], folders=[folder.id], base_id=row.base_id
    )
    return ids


def _check_children(work: UnitOfWork, row: Concern, children: Sequence[ForChild]) -> None:
    if row.copy_of is not None:
        raise NotAllowedNow("made-for-one-child")
    if row.child_id is not None:
        raise NotAllowedNow("concern-has-one-child")
    there = [each.child_id for each in rows_made_from(work, row.id)]
    named = [*there, *(each.child_id for each in children)]
    if len(children) < 1 or len(named) < 2:
        raise NotAllowedNow("two-children-needed")
    if len(set(named)) < len(named):
        raise NotAllowedNow("child-named-twice")
    if any(choosable_child(work, each.child_id).base_id != row.base_id for each in children):
        raise NotAllowedNow("child-of-another-base")


def _check_words(whole: Observation, children: Sequence[ForChild]) -> None:
    for each in children:
        pairs = ((each.words, whole.words), (each.involved, whole.involved), (each.present, whole.present))
        if not clean_lines(each.words):
            raise NotAllowedNow("no-words")
        if not all(is_excerpt(part, text) for part, text in pairs):
            raise NotAllowedNow("not-in-the-original")


def _make(work: UnitOfWork, row: Concern, whole: Observation, child: ForChild) -> Concern:
    folder = make_folder(work, FolderKind.CONCERN, base_id=row.base_id, child_id=child.child_id)
    made = _signed(work, row, child.child_id, folder.id)
    folder.write(
        made,
        replace(
            whole,
            words=clean_lines(child.words),
            child_words=clean_lines(child.child_words),
            involved=clean_lines(child.involved),
            present=clean_lines(child.present),
            # The signs of the whole meeting are about the others too.
            signs="",
            first=FirstPosted(row.reference, row.posted_by, row.posted_at),
        ),
    )
    work.session.flush()
    work.record(
        "concern.posted",
        subjects=[made.id, child.child_id],
        folders=[folder.id],
        base_id=row.base_id,
        urgency=made.urgency,
    )
    _take_words_along(work, row, made, child.said)
    say_received(work, made, goes_on_from=told_of(work, row))
    case = open_case_of(work, child.child_id, row.base_id)
    if case is not None:
        link_to_case(work, made.id, case.id, child.child_id)
    return made


def _signed(work: UnitOfWork, row: Concern, child_id: UUID, folder_id: UUID) -> Concern:
    """Sign what is made, in the name of whoever makes it, and return its row as the receipt says."""
    status, made_id = told_of(work, row), uuid4()
    facts = facts_of_posting(
        next_reference(work, row.base_id),
        Urgency(row.urgency),
        status.due_at,
        folder_id=folder_id,
        child_id=child_id,
        encounter_id=row.encounter_id,
        copy_of=row.id,
    )
    receipts = CONCERNS.sign(work, made_id, Word.POSTED, base_id=row.base_id, facts=facts)
    return Concern(
        id=made_id,
        reference=facts["reference"],
        base_id=row.base_id,
        folder_id=folder_id,
        posted_by=work.person.id,
        posted_at=receipts.said[0].at,
        urgency=row.urgency,
        due_at=status.due_at,
        state=ConcernState.WAITING.value,
        child_id=child_id,
        encounter_id=row.encounter_id,
        copy_of=row.id,
    )


def _take_words_along(work: UnitOfWork, row: Concern, made: Concern, said: Sequence[UUID]) -> None:
    """Write down again, beside a child's concern, what this child said: word for word, and whoever heard it.

    Words that were corrected come with all their corrections, so that no superseded ones stand.
    """
    there = that_count(work, disclosures_to(work, row.id, Permission.CONCERN_READ))
    chains = chains_of({each.id: (each.corrects_id, each.written_at) for each in there})
    along = {each for chain in chains if not set(chain).isdisjoint(said) for each in chain}
    rows = [each for each in there if each.id in along]
    folders = open_folders(work, [each.folder_id for each in rows])
    new_ids: dict[UUID, UUID] = {}
    for each in rows:
        words = folders[each.folder_id].read(each, ChildsWords)
        corrects = new_ids.get(words.corrects_id) if words.corrects_id else None
        again = replace(words, corrects_id=corrects, earlier=tuple(new_ids.values()))
        folder = folder_beside(work, made)
        new_ids[each.id] = uuid4()
        copied = Disclosure(
            id=new_ids[each.id],
            concern_id=made.id,
            corrects_id=corrects,
            folder_id=folder.id,
            heard_by=words.heard_by,
            heard_at=words.heard_at,
            written_at=words.written_at,
        )
        folder.write(copied, again)
        work.session.flush()
        say(work, made, Word.ADDED, what="disclosure")
