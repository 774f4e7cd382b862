"""A caseworker with the key of a case and the database makes an approval bring them a foreign concern."""

from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.cases.documents import MoveReason
from app.concerns.concern_page import concern_page
from app.foundation.errors import ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from models.case import Case
from models.stage_move import StageMove
from tests.app.stage_moves.test_in_danger import ask_now
from tests.support.cases import decide_it, new_case
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation


def test_an_approval_brings_no_foreign_concern_into_the_case(
    organisation: Organisation,
) -> None:
    case_id = new_case(organisation)
    foreign = post(organisation, by="field", new=new_concern(Urgency.HIGH)).id
    move_id = ask_now(organisation, case_id)
    with organisation.writing("caseworker") as work:
        case = work.session.get_one(Case, case_id)
        folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
        for row in work.session.scalars(select(StageMove).where(StageMove.case_id == case_id)):
            folder.write(row, replace(folder.read(row, MoveReason), concern_id=foreign))
    with suppress(ChangedOutside, NotAllowedNow, Refused):
        decide_it(organisation, case_id, move_id)
    with organisation.reading("caseworker") as work, pytest.raises((NotVisible, Refused)):
        concern_page(work, foreign)
