"""The packet's certificate is one that PDF readers accept for signatures on documents."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.vault.packet_signing import make_signing_identity

NOW = datetime(2026, 2, 28, 9, 30, tzinfo=UTC)


def certificate(
    common_name: str = "Lantern packets", organisation: str = "Lantern Trust"
) -> x509.Certificate:
    identity = make_signing_identity(common_name, organisation, now=NOW, years=5)
    return x509.load_der_x509_certificate(identity.certificate_der)


def test_the_key_belongs_to_the_certificate() -> None:
    identity = make_signing_identity("Lantern packets", "Lantern Trust", now=NOW, years=5)
    key = serialization.load_der_private_key(identity.private_key_der.reveal(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    public = x509.load_der_x509_certificate(identity.certificate_der).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert public.curve.name == "secp256r1"
    public.verify(key.sign(b"packet", ec.ECDSA(hashes.SHA256())), b"packet", ec.ECDSA(hashes.SHA256()))


def test_it_is_signed_by_itself() -> None:
    made = certificate()
    made.verify_directly_issued_by(made)


def test_it_names_the_organisation() -> None:
    subject = certificate(organisation="អង្គការ").subject
    assert subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "អង្គការ"
    assert subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "Lantern packets"


def test_it_may_sign_content_and_nothing_else() -> None:
    usage = certificate().extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert not usage.value.key_agreement
    assert not certificate().extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_it_is_valid_from_now_for_the_years_asked() -> None:
    made = certificate()
    assert made.not_valid_before_utc == NOW
    assert timedelta(days=5 * 365) <= made.not_valid_after_utc - NOW <= timedelta(days=5 * 366)


def test_long_names_are_cut_to_what_a_certificate_holds() -> None:
    subject = certificate("ក" * 90, "L" * 90).subject
    assert [attribute.value for attribute in subject] == ["L" * 64, "ក" * 21]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        make_signing_identity("Lantern packets", "Lantern Trust", now=NOW.replace(tzinfo=None), years=5)


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the library words it
        make_signing_identity("", "Lantern Trust", now=NOW, years=5)


def test_the_private_key_is_not_shown() -> None:
    assert "redacted" in repr(make_signing_identity("Lantern packets", "Lantern Trust", now=NOW, years=5))
