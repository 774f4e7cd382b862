"""Attacks on the organisation's row: no stranger's identity signs packets as ours, no weaker suite seals."""

from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.foundation.errors import KeyRefused
from app.keyring import grants
from app.keyring.assigning import state_team
from app.keyring.policy import FolderKind
from app.keyring.root import signing_identity
from app.keyring.writing import make_folder
from app.vault import hpke
from app.vault.packet_signing import make_signing_identity
from models.grant import Grant
from models.installation import Installation
from tests.support.organisation import RIVERSIDE, Organisation


def test_an_identity_in_a_folder_that_no_director_made_signs_nothing(organisation: Organisation) -> None:
    """Anyone posts concerns, and may give the key of one to a director: it opens, and holds another identity."""
    stranger = make_signing_identity("Wayhome Tests", "Wayhome Tests", now=organisation.clock.now(), years=5)
    with organisation.writing("field") as work:
        folder = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE)
        row = work.session.scalars(select(Installation)).one()
        row.signing_folder_id = folder.id
        row.signing_certificate = stranger.certificate_der
        row.signing_sealed = folder.seal_bytes(
            stranger.private_key_der.reveal(), table="installation", column="signing_sealed", row_id=row.id
        )
        grants.grant_to_person(work, folder.row, folder.newest_key(), organisation.ids["director"])
        work.record("test.made", folders=[folder.id], subjects=[uuid4()])

    with organisation.reading("director") as work, pytest.raises(KeyRefused):
        signing_identity(work)


def test_another_certificate_in_the_row_is_not_asked(organisation: Organisation) -> None:
    stranger = make_signing_identity("Wayhome Tests", "Wayhome Tests", now=organisation.clock.now(), years=5)
    with organisation.server.store.writing() as session:
        session.scalars(select(Installation)).one().signing_certificate = stranger.certificate_der

    with organisation.reading("director") as work:
        assert signing_identity(work).certificate_der != stranger.certificate_der


def test_a_weaker_suite_in_the_row_seals_nothing(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        session.execute(update(Installation).values(hpke_suite=hpke.Suite.X25519.value))

    with organisation.writing("field") as work:
        shift_id = uuid4()
        state_team(work, shift_id, [work.person.id], base_id=RIVERSIDE)
        folder = make_folder(work, FolderKind.SHIFT, base_id=RIVERSIDE, shift_id=shift_id)
        given = work.session.scalars(select(Grant).where(Grant.folder_id == folder.id, Grant.way == "hpke"))
        assert {hpke.suite_of(grant.key_sealed) for grant in given} == {hpke.Suite.HYBRID}
