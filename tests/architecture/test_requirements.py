"""What Wayhome installs is pinned, hashed, and named without saying where it comes from."""

import re

import pytest

from tests.architecture.source import HOUSE

PIN = re.compile(r"^(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==\S+")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
LOCKED = ["requirements.txt", "requirements-dev.txt"]


def entries(file: str) -> dict[str, str]:
    """Return each pinned package's entry: its pin and hashes, without the comments."""
    text = (HOUSE / file).read_text("utf-8").replace("\\\n", " ")
    lines = [" ".join(line.split()) for line in text.splitlines() if not line.lstrip().startswith("#")]
    return {line.partition("==")[0].partition("[")[0]: line for line in lines if line}


def asked_for(file: str) -> set[str]:
    """Return the packages an `.in` file names."""
    lines = (HOUSE / file).read_text("utf-8").splitlines()
    return {line.partition("[")[0] for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize("file", LOCKED)
def test_every_package_is_pinned_and_hashed(file: str) -> None:
    pins = entries(file)

    assert pins
    assert not [name for name, entry in pins.items() if not PIN.match(entry) or not HASH.search(entry)]


@pytest.mark.parametrize("file", LOCKED)
def test_no_address_or_place_is_named(file: str) -> None:
    text = (HOUSE / file).read_text("utf-8")

    assert not re.findall(r"://|--index-url|--extra-index-url|--find-links|--trusted-host| @ |\s/\w+", text)


@pytest.mark.parametrize(
    ("asked", "locked"), [("requirements.in", LOCKED[0]), ("requirements-dev.in", LOCKED[1])]
)
def test_what_is_asked_for_is_locked(asked: str, locked: str) -> None:
    assert asked_for(asked) <= entries(locked).keys()


def test_the_packages_the_application_is_built_on_are_asked_for_and_the_tests_tools_are_not() -> None:
    built_on = {"flask", "flask-sqlalchemy", "flask-login", "cryptography", "wtforms", "weasyprint"}

    assert built_on <= asked_for("requirements.in")
    assert "pytest" in asked_for("requirements-dev.in")
    assert "pytest" not in entries("requirements.txt")


def test_the_tests_run_on_exactly_the_packages_the_application_runs_on() -> None:
    assert entries("requirements.txt").items() <= entries("requirements-dev.txt").items()
