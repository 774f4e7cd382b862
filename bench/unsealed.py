"""The unsealed twin: runs a module of the product with a vault that seals nothing and an audit that appends nothing.

`python -m bench.unsealed PLACE MODULE ARGUMENTS`. It tells what sealing costs: the same code, rows and database engine,
once with keys and once without. It exists in a process of the bench alone, by putting other functions where the
product's are, and works only in a place that was made for it. No module of the product imports it and no setting leads
to it (tests/architecture/test_bench.py).

What the twin still pays: it reads folders and grants and cuts every page to them, and a password is derived as slowly.
"""

import os
import runpy
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any
from uuid import UUID

import app.factory  # noqa: F401 - so that every module that has one of the functions by name is there
from app.audit import chain
from app.keyring import boards, tags
from app.keyring.folders import Fit, OpenFolder
from app.recovery import kit_state
from app.recovery.kit_state import KitState
from app.unit_of_work import PendingEvent, UnitOfWork
from app.vault import hpke, sealing, signing
from app.vault.sealing import Place, RecordKey
from app.vault.secrets import SymmetricKey
from bench.twins import MARK
from models.mapping import OnBoards, Tagged

OURS = ("app", "bench", "models", "views", "forms")
_MARKS = bytes((sealing.FORMAT_VERSION, sealing.SUITE_AES_256_GCM))
_HEADER_BYTES = len(_MARKS) + sealing.KEY_ID_BYTES


def make_unsealed() -> None:
    """Put functions that do nothing in place of the product's, wherever in this process a module has one by name."""
    others: dict[object, object] = {
        sealing.seal: seal,
        sealing.open_sealed: open_sealed,
        sealing.mark: mark,
        sealing.key_id_of: key_id_of,
        sealing.seal_value: seal_value,
        sealing.open_value: open_value,
        hpke.seal_to: seal_to,
        hpke.open_with: open_with,
        signing.sign: sign,
        signing.verify: verify,
        signing.holds: holds,
        tags.make_tag: make_tag,
        boards.board_fits: board_fits,
        chain.append: append,
        kit_state.kit_state: finished_kit,
    }
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OURS and name != __name__:
            for attribute, value in list(vars(module).items()):
                if isinstance(value, FunctionType | type(signing.holds)) and value in others:
                    setattr(module, attribute, others[value])
    setattr(RecordKey, "key_id", property(key_id))  # noqa: B010 - not an assignment of its type
    for name in ("seal", "open"):
        setattr(sealing.ValueSealer, name, as_it_is)
    setattr(OpenFolder, "check", check)  # noqa: B010 - not an assignment of its type


def seal(record_key: RecordKey, place: Place, plaintext: bytes) -> bytes:
    """Return the plaintext behind the id of its key, by which it is found again."""
    assert place.key_version == record_key.version
    return _MARKS + record_key.key_id + plaintext


def open_sealed(record_key: RecordKey, place: Place, ciphertext: bytes) -> bytes:
    """Return what `seal` was given."""
    assert place.key_version == record_key.version
    return ciphertext[_HEADER_BYTES:]


def key_id(record_key: RecordKey) -> bytes:
    """Return the beginning of the key: an id is needed, a commitment is not."""
    return record_key.key.reveal()[: sealing.KEY_ID_BYTES]


def key_id_of(sealed: bytes) -> bytes:
    """Return the id in front of a plaintext."""
    return sealed[len(_MARKS) : _HEADER_BYTES]


def mark(record_key: RecordKey, label: str, message: bytes) -> bytes:
    """Return the same for everything."""
    return bytes(32)


def seal_value(key: SymmetricKey, context: bytes, plaintext: bytes) -> bytes:
    """Return the plaintext."""
    return plaintext


def open_value(key: SymmetricKey, context: bytes, sealed: bytes) -> bytes:
    """Return the plaintext."""
    return sealed


def seal_to(public: hpke.PublicKey, context: bytes, plaintext: bytes) -> bytes:
    """Return the plaintext behind the marks of its suite."""
    return _marks(public.suite) + plaintext


def open_with(private: hpke.PrivateKey, context: bytes, sealed: bytes) -> bytes:
    """Return the plaintext."""
    return sealed[len(_marks(private.suite)) :]


def _marks(suite: hpke.Suite) -> bytes:
    return bytes((hpke.FORMAT_VERSION, suite))


def sign(key: signing.SigningKey, context_label: str, message: bytes) -> bytes:
    """Return the same for everything."""
    return bytes(signing.SIGNATURE_BYTES)


def verify(public: signing.VerifyKey, context_label: str, message: bytes, signature: bytes) -> None:
    """Believe it."""


def holds(public: signing.VerifyKey, context_label: str, message: bytes, signature: bytes) -> bool:
    """Believe it."""
    return True


def make_tag(
    installation_id: UUID,
    row: Tagged,
    folder_id: UUID,
    key: RecordKey,
    *,
    row_version: int,
    label: str = "",
) -> bytes:
    """Return a tag that names its key and nothing of the row."""
    return type(row).tag_format.to_bytes(1, "big") + key.version.to_bytes(4, "big") + bytes(32)


def as_it_is(sealer: sealing.ValueSealer, context: bytes, value: bytes) -> bytes:
    """Return what was given."""
    return value


def check(folder: OpenFolder, row: Tagged) -> None:
    """Believe the row."""


def board_fits(work: UnitOfWork, rows: Iterable[OnBoards]) -> dict[UUID, Fit]:
    """Believe every row."""
    return {row.id: Fit.FITS for row in rows}


def append(session: Any, events: Iterable[PendingEvent], **_: object) -> None:
    """Append nothing."""


def finished_kit(work: UnitOfWork) -> KitState:
    """Return the state of a kit whose cards were typed back; the product reads it from the trail."""
    return KitState(work.now, is_confirmed=True, left=())


def run(place: Path, module: str, arguments: Sequence[str]) -> None:
    """Run a module as the twin, on the data of that place. Ends with SystemExit where it is not the twin's own."""
    if not (place / MARK).exists():
        raise SystemExit(f"{place} was not made for the unsealed twin")
    os.environ["WAYHOME_DATA"] = str(place / "data")
    make_unsealed()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
