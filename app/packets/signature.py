"""Signs a packet (PAdES B-B, ETSI EN 319 142-1) over its encrypted bytes, and checks such a signature.

The only module that imports pyHanko. That import takes half a second, so this module is itself imported when first
needed. Signing comes last, because encrypting rewrites the file and would break the signature.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import cms, keys, x509  # type: ignore[import-untyped] # ships no types
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.vault.digests import sha256_hex
from app.vault.packet_signing import SigningIdentity
from app.vault.secrets import Passphrase

DIGEST_ALGORITHM = "sha256"
_FIELD_NAME = "Signature"


@dataclass(frozen=True)
class CheckedSignature:
    """The certificate of a signature (SHA-256 of its DER, hex), and whether the signature fits the bytes."""

    certificate_fingerprint: str
    fits: bool


def sign_pdf(
    encrypted: bytes, *, passphrase: Passphrase, identity: SigningIdentity, signed_at: datetime
) -> bytes:
    """Return the encrypted PDF with our signature added at its end; no earlier byte changes.

    The field is invisible, and the signature certifies the document with no changes allowed afterwards
    (DocMDP level 1). Nothing is fetched: no timestamp, no revocation data.
    """
    writer = IncrementalPdfFileWriter(BytesIO(encrypted))
    writer.encrypt(passphrase.normalised())  # type: ignore[no-untyped-call] # pyHanko leaves it untyped
    # PDF/UA-1 requires a field that nobody can see to be flagged as hidden.
    invisible = InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
    signer = _SignerWithClock(
        PdfSignatureMetadata(
            field_name=_FIELD_NAME,
            md_algorithm=DIGEST_ALGORITHM,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=_key_holder(identity),
        new_field_spec=SigFieldSpec(sig_field_name=_FIELD_NAME, invis_sig_settings=invisible),
    )
    signer.signed_at = signed_at
    signed = BytesIO()
    signer.sign_pdf(writer, output=signed)
    return signed.getvalue()


def check_signature(cms_der: bytes, signed_digest: bytes) -> CheckedSignature | None:
    """Check a detached CMS signature against the SHA-256 of what it should cover; None when it is not one.

    This says nothing about trust: the caller compares the certificate's fingerprint. It needs no passphrase, because
    a PDF signature and the ranges it covers are the only parts of a PDF that encryption leaves unchanged (ISO
    32000-2, 7.6.2).
    """
    try:
        signed_data = cms.ContentInfo.load(cms_der, strict=True)["content"]
        (signer_info,) = signed_data["signer_infos"]
        certificate = x509.Certificate.load(signed_data["certificates"][0].chosen.dump(), strict=True)
        fingerprint = sha256_hex(certificate.dump())
    except Exception:  # noqa: BLE001 - the bytes come from anywhere; malformed in any way means None
        return None
    try:
        intact, valid = validate_sig_integrity(signer_info, certificate, "data", signed_digest)
        as_we_write_it = _rebuilt(signer_info, certificate) == cms_der
    except Exception:  # noqa: BLE001 - likewise: a signature that cannot be checked does not fit
        return CheckedSignature(fingerprint, fits=False)
    return CheckedSignature(fingerprint, fits=intact and valid and as_we_write_it)


def _rebuilt(signer_info: cms.SignerInfo, certificate: x509.Certificate) -> bytes:
    """Return the structure we would write around these signed attributes and this signature.

    A CMS structure has parts that no signature covers (versions, algorithms named twice, the signer's serial number).
    Comparing it with this structure reveals a change in any of them.
    """
    digest_algorithm = {"algorithm": DIGEST_ALGORITHM}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            name="issuer_and_serial_number",
            value={"issuer": certificate.issuer, "serial_number": certificate.serial_number},
        ),
        "digest_algorithm": digest_algorithm,
        "signed_attrs": signer_info["signed_attrs"],
        "signature_algorithm": {"algorithm": f"{DIGEST_ALGORITHM}_ecdsa"},
        "signature": signer_info["signature"],
    }
    content = {
        "version": "v1",
        "digest_algorithms": [digest_algorithm],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    rebuilt: bytes = cms.ContentInfo(
        {"content_type": "signed_data", "content": cms.SignedData(content)}
    ).dump()
    return rebuilt


class _SignerWithClock(PdfSigner):
    """A PdfSigner that writes the time it is given, with its zone, instead of asking the machine."""

    signed_at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - pyHanko's signature
    ) -> PdfSigningSession:
        """Begin signing as pyHanko does, at our time."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.signed_at
        return session


def _key_holder(identity: SigningIdentity) -> SimpleSigner:
    return SimpleSigner(
        signing_cert=x509.Certificate.load(identity.certificate_der),
        signing_key=keys.PrivateKeyInfo.load(identity.private_key_der.reveal()),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call] # likewise
    )
