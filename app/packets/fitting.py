"""Takes a document into a packet only from a row that is what was written."""

from typing import TYPE_CHECKING, Any, TypeVar

from app.keyring.documents import SEALED_DOCUMENTS
from app.keyring.folders import OpenFolder, look_in, opened_in
from app.keyring.tags import row_id_of
from models.mapping import Model, Tagged

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


def document_of(folder: OpenFolder | None, row: Model, document_type: type[D]) -> D | None:
    """Return a row's document, or None: its folder does not open, or the row was changed outside Wayhome.

    For a table whose rows have no tags yet, the sealed document alone counts.
    """
    if isinstance(row, Tagged):
        return look_in(folder, row, document_type).document
    cell: Any = getattr(row, SEALED_DOCUMENTS[document_type][1])
    return opened_in(folder, document_type, row_id_of(row), cell)
