"""The area file is made from the published lists, again and again the same."""

import json
from pathlib import Path

from app.bases.make_areas import area_file

LISTS = {
    "Province": "province_code,province_kh,province_en\n12,រាជធានីភ្នំពេញ,Phnom Penh\n01,បន្ទាយមានជ័យ,Banteay Meanchey\n",
    "District": "province_code,district_code,district_kh,district_en\n12,1201,ចំការមន\u200b,Chamkar  Mon\n",
    "Commune": (
        "province_code,district_code,commune_code,commune_kh,commune_en\n12,1201,120101,ទន្លេបាសាក់,Tonle Basak\n"
    ),
}


def test_lists_areas_by_code_with_clean_names_in_both_scripts(tmp_path: Path) -> None:
    for name, text in LISTS.items():
        (tmp_path / f"Cambodia{name}List2025.csv").write_text("\ufeff" + text, encoding="utf-8")
    content = json.loads(area_file(tmp_path))
    assert content["areas"] == [
        ["01", "Banteay Meanchey", "បន្ទាយមានជ័យ"],
        ["12", "Phnom Penh", "រាជធានីភ្នំពេញ"],
        ["1201", "Chamkar Mon", "ចំការមន"],
        ["120101", "Tonle Basak", "ទន្លេបាសាក់"],
    ]
    assert "data.mef.gov.kh" in content["source"]
