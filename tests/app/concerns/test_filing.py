"""Attacks on where an addition to a concern is filed: no row, and no stranger's signature, takes it elsewhere."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.concerns.adding import AdditionInput, add_to_concern
from app.foundation.errors import KeyRefused
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.keyring import folder_bindings as bindings
from app.vault.signing import sign
from models.concern import Concern, ConcernAddition
from models.folder import Folder
from tests.support.concerns import SEEN_ON, post
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.tampering import put


@pytest.mark.parametrize("by", ["field", "director"])
@pytest.mark.parametrize("signed", ["anew", "not"])
def test_what_is_added_does_not_go_to_another_base(organisation: Organisation, by: str, signed: str) -> None:
    """Another base's supervisor may post concerns there, and signs that this folder is one of those."""
    concern_id = post(organisation).id
    with organisation.writing("othersupervisor") as work:
        row = work.session.get_one(Concern, concern_id)
        folder = work.session.get_one(Folder, row.folder_id)
        folder.base_id = HILLSIDE
        if signed == "anew":
            folder.bound_by = work.person.id
            message = bindings._message(folder, work.installation_id.bytes)
            folder.binding = sign(work.keychain.private.sign, bindings.LABEL, message)
    put(organisation, Concern, concern_id, base_id=HILLSIDE)

    try:
        with organisation.writing(by) as work:
            more = AdditionInput(uuid4(), next(iter(AdditionKind)), SEEN_ON, words="The driver came back.")
            add_to_concern(work, concern_id, more)
    except KeyRefused:
        pass

    with organisation.server.store.reading() as session:
        added = select(Folder.base_id).join(ConcernAddition, ConcernAddition.folder_id == Folder.id)
        assert HILLSIDE not in session.scalars(added).all()
