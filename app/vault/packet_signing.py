"""The organisation's key and self-signed certificate for the PAdES signature on packets.

PAdES is ETSI EN 319 142-1. P-256 because the PDF readers in use check it everywhere, and Ed25519 not yet.
A self-signed certificate proves that a packet was not changed and that two packets come from one sender;
the name in it is proved only by telling receivers the certificate's SHA-256 in another way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.vault.secrets import Secret

# RFC 5280, appendix A: ub-common-name and ub-organization-name. The library counts bytes of UTF-8, so that a
# Khmer name has room for 21 characters: give the organisation's short or Latin name here.
_LONGEST_NAME_BYTES: Final = 64
_DAYS_A_YEAR: Final = 365.25


@dataclass(frozen=True)
class SigningIdentity:
    """A P-256 private key (PKCS #8, DER, not encrypted: seal it at once) and its X.509 certificate (DER)."""

    private_key_der: Secret
    certificate_der: bytes


def make_signing_identity(
    common_name: str, organisation: str, *, now: datetime, years: int
) -> SigningIdentity:
    """Return a new key and certificate, valid from `now` (with a time zone) for that many years.

    Names longer than 64 bytes of UTF-8 are cut. Raises ValueError for an empty name or a time without a
    zone.
    """
    if now.tzinfo is None:
        raise ValueError("a certificate starts at a time with a zone")
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _certificate_builder(_subject(common_name, organisation), key.public_key())
    builder = builder.not_valid_before(now).not_valid_after(now + timedelta(days=round(_DAYS_A_YEAR * years)))
    certificate = builder.sign(key, hashes.SHA256())
    private_key_der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SigningIdentity(
        private_key_der=Secret(private_key_der),
        certificate_der=certificate.public_bytes(serialization.Encoding.DER),
    )


def key_fits_certificate(identity: SigningIdentity) -> bool:
    """Tell whether the certificate is of the private key beside it. Never raises: what cannot be read does not fit."""
    try:
        key = serialization.load_der_private_key(identity.private_key_der.reveal(), password=None)
        certificate = x509.load_der_x509_certificate(identity.certificate_der)
        return key.public_key() == certificate.public_key()
    except ValueError:
        return False


def _subject(common_name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(common_name)),
        ]
    )


def _cut(name: str) -> str:
    return name.encode("utf-8")[:_LONGEST_NAME_BYTES].decode("utf-8", "ignore")


def _certificate_builder(
    subject: x509.Name, public_key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
    )
    key_identifier = x509.SubjectKeyIdentifier.from_public_key(public_key)
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(key_identifier, critical=False)
    )


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,  # "nonRepudiation": the signer stands by the content
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
