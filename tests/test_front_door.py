"""The front door says what it can do."""

import os
import shutil
import subprocess
from pathlib import Path

FRONT_DOOR = Path(__file__).parents[1] / "wayhome"


def test_help_names_every_command() -> None:
    said = subprocess.run([FRONT_DOOR, "help"], check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours

    for command in ("run", "test", "verify-audit", "verify-packet", "practice-packet", "bench"):
        assert f"\n  {command} " in said


PYTHON_WITHOUT_ENSUREPIP = """#!/bin/sh
case "$*" in
*"import ensurepip"*) exit 1 ;;
"-m venv "*) mkdir -p "$5/bin" && cp "$0" "$5/bin/python" ;;
"-m pip --python"*) echo "$@"; for last; do :; done; cat "$last"; exit 1 ;;
"-m pip --version") case "$0" in */.venv/*) exit 1 ;; esac ;;
"-m "*) exit 1 ;;
esac
"""


def test_where_pip_itself_is_fetched_it_is_the_one_that_is_pinned_and_a_failure_is_one_line(
    tmp_path: Path,
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in (("python3", PYTHON_WITHOUT_ENSUREPIP), ("apt-get", "#!/bin/sh\nexit 1\n")):
        (programs / name).write_text(text)
        (programs / name).chmod(0o700)
    for name in ("wayhome", "requirements.txt"):
        shutil.copy(FRONT_DOOR.with_name(name), tmp_path)

    ran = subprocess.run(  # noqa: S603 - our own script, in a folder of the test's own
        [tmp_path / "wayhome", "verify-audit"],
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "--require-hashes" in ran.stdout
    assert "\npip==" in ran.stdout
    assert "--hash=sha256:" in ran.stdout
    assert "uv==" not in ran.stdout
    assert "pip, which puts the Python packages in place" in ran.stderr
