"""Attacks on the organisation's row: no stranger's identity signs packets as ours."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.foundation.errors import KeyRefused
from app.keyring import grants
from app.keyring.policy import FolderKind
from app.keyring.root import signing_identity
from app.keyring.writing import make_folder
from app.vault.packet_signing import make_signing_identity
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


def test_another_certificate_beside_our_key_signs_nothing(organisation: Organisation) -> None:
    stranger = make_signing_identity("Wayhome Tests", "Wayhome Tests", now=organisation.clock.now(), years=5)
    with organisation.server.store.writing() as session:
        session.scalars(select(Installation)).one().signing_certificate = stranger.certificate_der

    with organisation.reading("director") as work, pytest.raises(KeyRefused):
        signing_identity(work)
