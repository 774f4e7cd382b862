"""Asks PDF readers nobody here wrote (qpdf, poppler) what they see in a file."""

import shutil
import subprocess
from pathlib import Path

from tests.support.machine import lacking


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    path = shutil.which(tool)
    if path is None:
        lacking(tool)
    return subprocess.run([path, *arguments], capture_output=True, check=False)  # noqa: S603 - our own arguments


def qpdf_check(file: Path, password: str) -> str:
    """Return what `qpdf --check` says; fails when it finds anything wrong or the password is refused."""
    result = _run("qpdf", "--check", f"--password={password}", str(file))
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def qpdf_opens(file: Path, password: str) -> bool:
    """Tell whether the password opens the file."""
    return _run("qpdf", "--show-npages", f"--password={password}", str(file)).returncode == 0


def everything_inside(file: Path, password: str) -> bytes:
    """Return the decrypted file with every stream unpacked, so that any byte in it can be looked for."""
    output = file.with_suffix(".plain.pdf")
    options = ("--decrypt", "--stream-data=uncompress", "--object-streams=disable")
    result = _run("qpdf", *options, f"--password={password}", str(file), str(output))
    assert result.returncode in (0, 3), result.stderr.decode()  # 3: it warns that the signature will not hold
    return output.read_bytes()


def poppler(tool: str, file: Path, password: str, *more: str) -> str:
    """Return what a poppler tool prints; its command line takes no more than 32 characters of password."""
    result = _run(tool, "-upw", password, str(file), *more)
    return (result.stdout + result.stderr).decode()


def page_texts(file: Path, password: str) -> list[str]:
    """Return the text of each page, as pdftotext takes it out."""
    return poppler("pdftotext", file, password, "-").split("\f")[:-1]


def attached_text(file: Path, password: str) -> str:
    """Return the one file attached to the PDF, read as UTF-8."""
    output = file.with_suffix(".attached")
    _run("pdfdetach", "-upw", password, "-save", "1", "-o", str(output), str(file))
    return output.read_text(encoding="utf-8")
