"""Everything that somebody writes can be put right: each sealed column is markable, correctable, or says why not."""

import ast
from collections.abc import Iterator, Mapping
from importlib import import_module

from app.keyring.documents import SEALED_DOCUMENTS
from app.mistakes.markables import MARKABLE
from models.mapping import Model
from tests.architecture.source import modules

for _module in modules():
    # What can be marked is declared where it is: every room has done so once every page is there.
    if _module.within("views"):
        import_module(_module.name)

KEYS = "the installation's own keys, and no words"
OF_MISTAKES = "it is how a mistake is put right, and is itself taken back by a further row"
OWN_STEPS = "each step is put right by a further step, which says so"
OF_A_PACKET = "a draft is written anew, and what left is recalled and replaced by a corrected version"
DECIDED_ANEW = "a request is withdrawn or refused, and a decided move is taken back by a further one"
OF_A_MACHINE = "a machine wrote it, or it is worked out anew"

OWN_WAY: Mapping[str, str] = {
    "allegation.handling": "each reason stays beside those before it, and a closing is taken back by a further receipt",
    "concern_taken_out.words": "it says that a concern was put right; where it belongs can be said again",
    "earlier_version.words": OF_MISTAKES,
    "handover.receipt": OWN_STEPS,
    "installation.root_sealed": KEYS,
    "installation.signing_sealed": KEYS,
    "mistake_mark.decision": OF_MISTAKES,
    "mistake_mark.reason": OF_MISTAKES,
    "name_card.card": "it repeats the names of the profile, which is corrected",
    "packet_file.reason": OF_A_PACKET,
    "packet_recipient.unit": OF_A_PACKET,
    "printed_sheet.purpose": OWN_STEPS,
    "referral_packet.draft": OF_A_PACKET,
    "referral_packet.snapshot": OF_A_PACKET,
    "row_sweep.course": OF_A_MACHINE,
    "sheet_step.words": OWN_STEPS,
    "stage_move.decision": DECIDED_ANEW,
    "stage_move.reason": DECIDED_ANEW,
    "template_review.reviewer": "a newer review of the template stands before it",
}
"""Sealed columns that are put right in another way than by a mark or a correction, with that way."""


def sealed_columns() -> set[str]:
    """Return every sealed column, as `table.column`."""
    return {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if column.info.get("kind") == "sealed"
    }


def corrected() -> set[str]:
    """Return the sealed columns of which some room keeps what they said before it writes them again."""
    columns = {document.__name__: ".".join(where) for document, where in SEALED_DOCUMENTS.items()}
    return {columns[name] for name in _kept() if name in columns}


def _kept() -> Iterator[str]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "keep_earlier":
                yield from (one.id for one in node.args if isinstance(one, ast.Name))


def marked() -> set[str]:
    """Return the sealed columns of tables whose rows, or parts of them, can be marked as written by mistake."""
    tables = {str(each.table.__tablename__) for each in MARKABLE.values()}
    return {each for each in sealed_columns() if each.partition(".")[0] in tables}


def test_everything_that_is_sealed_can_be_put_right_or_says_how_else() -> None:
    left = sealed_columns() - marked() - corrected() - set(OWN_WAY)
    assert not left, f"neither marked nor corrected, and nobody says why: {sorted(left)}"


def test_what_has_a_way_of_its_own_needs_it() -> None:
    assert set(OWN_WAY) <= sealed_columns() - marked() - corrected()
    assert all(OWN_WAY.values())
