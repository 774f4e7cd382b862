"""Compares what a row says of its base, child, case and shift with what its folder is of."""

from app.keyring.tags import stored_values
from models.folder import Folder
from models.mapping import Tagged


def is_place_of(row: Tagged, folder: Folder) -> bool:
    """Tell whether a folder, as its row says, is of what the row as it is stored says."""
    lies_in, values = type(row).lies_in, stored_values(row)
    pairs = (
        (lies_in.base, folder.base_id),
        (lies_in.child, folder.child_id),
        (lies_in.case, folder.case_id),
        (lies_in.shift, folder.shift_id),
    )
    return folder.kind in lies_in.kinds and all(
        name is None or values(name) == found for name, found in pairs
    )
