"""Secrets are hard to show, store or compare by accident."""

import copy
import pickle

import pytest

from app.vault.cards import RecoveryCard, RecoveryKit
from app.vault.hpke import Suite, generate
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import RecordKey
from app.vault.secrets import Passphrase, Secret, SymmetricKey
from app.vault.server_secret import ServerSecret
from app.vault.signing import SigningKey

CANARY = b"canary-canary-canary-canary-4242"

EVERY_SECRET = [
    Secret(CANARY),
    SymmetricKey(CANARY),
    ServerSecret(CANARY),
    Passphrase(CANARY.decode()),
    RecordKey(SymmetricKey(CANARY), 1),
    generate(Suite.X25519),
    generate(Suite.HYBRID),
    SigningKey(CANARY),
    PersonPrivateKeys.generate(),
    RecoveryCard.generate(),
    RecoveryKit(SymmetricKey(CANARY)),
    RecoveryKit(SymmetricKey(CANARY)).split()[0],
]


@pytest.mark.parametrize("secret", EVERY_SECRET, ids=repr)
class TestEverySecret:
    def test_shows_nothing_but_its_type(self, secret: object) -> None:
        for shown in (repr(secret), str(secret), f"{secret}", "%s" % secret, repr([secret])):  # noqa: UP031  # the form under test
            assert "redacted" in shown
            assert "canary" not in shown
            assert CANARY.hex() not in shown

    def test_is_not_pickled(self, secret: object) -> None:
        with pytest.raises(TypeError):
            pickle.dumps(secret)

    def test_is_not_copied(self, secret: object) -> None:
        with pytest.raises(TypeError):
            copy.deepcopy(secret)


@pytest.mark.parametrize(
    "secret", [Secret(CANARY), SymmetricKey(CANARY), Passphrase("x"), RecordKey(SymmetricKey(CANARY), 1)]
)
def test_secrets_are_not_hashable(secret: object) -> None:
    with pytest.raises(TypeError):
        hash(secret)


def test_equal_secrets_are_equal_and_different_ones_are_not() -> None:
    assert Secret(b"one") == Secret(b"one")
    assert Secret(b"one") != Secret(b"two")
    assert Secret(CANARY) != SymmetricKey(CANARY)
    assert Secret(b"one") != b"one"


def test_a_passphrase_equals_the_same_letters_composed_otherwise() -> None:
    assert Passphrase("caf\u00e9") == Passphrase("cafe\u0301")
    assert Passphrase("cafe") != Passphrase("caf\u00e9")


def test_a_passphrase_gives_back_what_was_typed() -> None:
    assert Passphrase("cafe\u0301").reveal() == "cafe\u0301"


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_symmetric_key_has_exactly_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SymmetricKey(bytes(length))


def test_generated_keys_differ() -> None:
    assert SymmetricKey.generate() != SymmetricKey.generate()
