"""The bench sends a form as it was shown: hidden fields, and the answers it came with."""

from bench.forms import fields_shown

PAGE = """
<form><input name="q"></form>
<form method="post">
  <input type="hidden" name="record_id" value="7"><input type="hidden" name="csrf_token" value="t">
  <input name="happened_on" value="2026-11-29"><textarea name="account"></textarea>
  <input type="radio" name="basis" value="seen"><input type="radio" name="basis" value="" checked>
  <select name="zone"><option value="a">A</option><option value="b" selected>B</option></select>
  <button type="submit" name="step" value="more">More</button>
</form>
"""


def test_the_form_that_makes_a_record_is_filled_with_what_it_shows() -> None:
    assert fields_shown(PAGE) == {
        "record_id": "7",
        "csrf_token": "t",
        "happened_on": "2026-11-29",
        "account": "",
        "basis": "",
        "zone": "b",
    }
