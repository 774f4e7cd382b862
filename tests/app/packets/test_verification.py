"""verify-packet: ours and unaltered, altered, or not ours, without the passphrase."""

import random
from collections.abc import Callable

import pytest

from app.packets.verification import SignatureState, Verdict, judge, read_file_facts
from app.vault.packet_signing import SigningIdentity, make_signing_identity
from tests.app.packets.conftest import MadeFile
from tests.app.packets.packet_samples import NOW


def verdict_on(
    content: bytes, identity: SigningIdentity, *, registered: dict[str, str] | None = None
) -> Verdict:
    facts = read_file_facts(content, our_certificates=[identity.certificate_der])
    return judge(facts, (registered or {}).get).verdict


def test_a_registered_file_is_ours_and_the_entry_comes_along(
    english: MadeFile, identity: SigningIdentity
) -> None:
    facts = read_file_facts(english.made.content, our_certificates=[identity.certificate_der])
    judgement = judge(facts, {english.made.sha256_hex: "current version"}.get)
    assert judgement.verdict is Verdict.OURS
    assert judgement.entry == "current version"


def test_the_signature_is_checked_without_the_passphrase(
    english: MadeFile, identity: SigningIdentity
) -> None:
    facts = read_file_facts(english.made.content, our_certificates=[identity.certificate_der])
    assert facts.signed_by_us
    assert [found.state for found in facts.signatures] == [SignatureState.INTACT]


def test_our_signature_on_a_file_the_registry_lacks_is_said_so(
    english: MadeFile, identity: SigningIdentity
) -> None:
    assert verdict_on(english.made.content, identity) is Verdict.UNREGISTERED


def test_one_flipped_bit_anywhere_makes_it_altered(english: MadeFile, identity: SigningIdentity) -> None:
    content, chance = english.made.content, random.Random(20261120)
    signature_at = content.rindex(b"/Contents <")
    places = [chance.randrange(len(content)) for _ in range(60)]
    places += [chance.randrange(signature_at, len(content)) for _ in range(200)]
    for at in places:
        changed = bytearray(content)
        changed[at] ^= 1 << chance.randrange(8)
        assert verdict_on(bytes(changed), identity) is Verdict.ALTERED, at


def test_a_file_that_grew_or_shrank_is_altered(english: MadeFile, identity: SigningIdentity) -> None:
    content = english.made.content
    for changed in (content + b"\n", content[:-1], b"\n" + content):
        assert verdict_on(changed, identity) is Verdict.ALTERED


def test_the_same_signature_spelled_in_other_hex_letters_is_altered(
    english: MadeFile, identity: SigningIdentity
) -> None:
    content = english.made.content
    at = content.rindex(b"/Contents <") + len(b"/Contents <")
    letter = next(n for n in range(at, len(content)) if content[n : n + 1].isalpha())
    changed = content[:letter] + content[letter : letter + 1].swapcase() + content[letter + 1 :]
    assert verdict_on(changed, identity) is Verdict.ALTERED


@pytest.mark.parametrize("spelled", [bytes.lower, bytes.upper, bytes.swapcase, bytes.title])
def test_a_whole_signature_in_letters_of_the_other_case_is_altered(
    english: MadeFile, identity: SigningIdentity, spelled: Callable[[bytes], bytes]
) -> None:
    content = english.made.content
    at = content.rindex(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", at)
    changed = content[:at] + spelled(content[at:end]) + content[end:]
    same = changed == content
    assert verdict_on(changed, identity) is (Verdict.UNREGISTERED if same else Verdict.ALTERED)
    assert same is (spelled is bytes.upper)


@pytest.mark.parametrize("filling", [b" ", b"\n", b"f", b"1"])
def test_what_is_written_into_the_room_after_the_signature_is_seen(
    english: MadeFile, identity: SigningIdentity, filling: bytes
) -> None:
    content = english.made.content
    end = content.index(b">", content.rindex(b"/Contents <"))
    assert content[end - 2 : end] == b"00"
    for count in (1, 2):
        changed = content[: end - count] + filling * count + content[end:]
        assert verdict_on(changed, identity) is Verdict.ALTERED


def test_a_file_signed_by_someone_else_is_not_ours(english: MadeFile) -> None:
    stranger = make_signing_identity("Packets", "Practice Organisation", now=NOW, years=10)
    assert verdict_on(english.made.content, stranger) is Verdict.NOT_OURS


def test_a_past_certificate_still_counts_as_ours(english: MadeFile, identity: SigningIdentity) -> None:
    newer = make_signing_identity("Packets", "Practice Organisation", now=NOW, years=10)
    facts = read_file_facts(
        english.made.content, our_certificates=[newer.certificate_der, identity.certificate_der]
    )
    assert facts.signed_by_us


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"/ByteRange [0 1 2 3]",
        b"/ByteRange [0 21 22 9999999]<>",
        b"/ByteRange [0 0 0 0]",
        b"<" * 5000 + b"/ByteRange [0 10 20 30]",
        b"/ByteRange [0 40 48 1]                  <308006ff>x",
    ],
)
def test_any_other_bytes_are_simply_not_ours(content: bytes, identity: SigningIdentity) -> None:
    assert verdict_on(content, identity) is Verdict.NOT_OURS
