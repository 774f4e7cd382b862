"""Parts of the road that reach whole families and clubs: each writes a marker into everything that may be typed."""

import re
from datetime import date

from playwright.sync_api import Browser, expect

from tests.journeys.walking import Markers, Walker, walking_as


def page_of(walker: Walker) -> str:
    """Return the path of the page that is open, without what was asked."""
    return walker.page.url.removeprefix(walker.address).split("?")[0].split("#")[0]


def reaching_the_family(caseworker: Walker, child: str, day: date) -> None:
    """Know the family of a child, and visit it."""
    family = knowing_the_family(caseworker, child, day.isoformat())
    visiting_the_family(caseworker, family, day.isoformat())
    screening_the_child(caseworker, child, day.isoformat())
    holding_a_group(caseworker, child, day.isoformat())


def holding_a_club(browser: Browser, address: str, markers: Markers, day: date) -> None:
    """Make a club as a supervisor, and take its register as its leader."""
    with walking_as("supervisor", browser, address, markers) as supervisor:
        club = making_a_club(supervisor, "Field Person")
    with walking_as("field", browser, address, markers) as worker:
        taking_a_register(worker, club, day.isoformat())


def knowing_the_family(caseworker: Walker, child: str, day: str) -> str:
    """Write down the child's family: who, where, what helps, what a parent asks. Returns its page."""
    caseworker.go(f"/families/new?child={child.rsplit('/', 1)[1]}")
    caseworker.send(re.compile("Begin|Save|Open"))
    family = page_of(caseworker)
    caseworker.go(f"{family}/members/new")
    caseworker.send("Save", role="mother", safe="yes", child_code="", feared_because="")
    caseworker.go(f"{family}/address")
    caseworker.send("Save", is_hidden="y")
    caseworker.go(f"{family}/support/new")
    caseworker.send("Save", kind="livelihood", state="wanted", said_on=day)
    caseworker.go(f"{family}/wishes/new")
    caseworker.send("Save", asked_on=day, offered="no", **the_parent_and_the_child(caseworker))
    return family


def the_parent_and_the_child(caseworker: Walker) -> dict[str, str]:
    """Return who asks and for whom: the first of each that can be chosen."""
    chosen = {}
    for name in ("member_id", "child_member_id"):
        options = caseworker.page.locator(f'main select[name="{name}"] option[value]:not([value=""])')
        chosen[name] = options.first.get_attribute("value") or ""
    return chosen


def screening_the_child(caseworker: Walker, child: str, day: str) -> None:
    """Write a screening, with words beside every item that stands open."""
    caseworker.go(f"/children/{child.rsplit('/', 1)[1]}/screenings/new")
    boxes = caseworker.page.locator('main input[name^="words-"]').all()
    shown = [box.get_attribute("name") or "" for box in boxes if box.is_visible()]
    answers = {name.replace("words-", "answer__"): "not_known" for name in shown}
    caseworker.send("Save", held_on=day, held_at="", **answers)


def holding_a_group(caseworker: Walker, child: str, day: str) -> None:
    """Plan healing arts, say that the child came, and write down what the child chose to show."""
    caseworker.go(child)
    code = re.search(r"\bRV-[0-9]{4}\b", caseworker.page.inner_text("body"))
    assert code is not None
    caseworker.go("/groups/new/healing_arts")
    caseworker.page.locator('main [name="leaders"]').first.check(force=True)
    caseworker.send("Save the plan", held_on=day, begins="07:00", ends="07:45", codes=code[0])
    group = page_of(caseworker)
    caseworker.go(f"{group}/report")
    caseworker.page.locator('main [name="came"]').first.check(force=True)
    caseworker.send("Save", codes="")
    caseworker.go(f"{group}/shown")
    agreed = caseworker.page.locator('main select[name="lines-0-basis"] option[value]:not([value=""])')
    basis = agreed.first.get_attribute("value") or ""
    caseworker.send("Save", lines__0__basis=basis, lines__0__agreed_on=day)


def visiting_the_family(caseworker: Walker, family: str, day: str) -> None:
    """Plan a visit of two, leave for it, write what was found."""
    caseworker.go(f"{family}/visits/new")
    for box in caseworker.page.locator('main :is([name="children"], [name="visitors"])').all():
        box.check(force=True)
    caseworker.send("Save the plan", planned_on=day, why_alone="")
    visit = page_of(caseworker)
    caseworker.go(f"{visit}/leave")
    caseworker.send("We are leaving", due_back="18:00")
    caseworker.go(f"{visit}/report")
    caseworker.send("Save", made="08:30", seen__0__how="seen_alone", **the_best_grades(caseworker))
    expect(caseworker.page.locator("main")).to_contain_text("Green")


def the_best_grades(caseworker: Walker) -> dict[str, str]:
    """Return an A for each part of the checklist, as `send` takes it."""
    names = caseworker.page.locator('main [name*="grade_"][value="a"]').evaluate_all(
        "all => all.map(each => each.name)"
    )
    return {str(name).replace("-", "__"): "a" for name in names}


def making_a_club(supervisor: Walker, leader: str) -> str:
    """Make a club that meets each day of the week until noon, and say who leads it. Returns its page."""
    supervisor.go("/clubs/new")
    supervisor.send("Make the club", capacity="40")
    club = page_of(supervisor)
    supervisor.go(f"{club}/leaders")
    people = supervisor.page.locator('main select[name="person"] option')
    chosen = next(each for each in people.all() if leader in each.inner_text())
    supervisor.send(re.compile("Save|Say"), person=chosen.get_attribute("value") or "")
    return club


def taking_a_register(worker: Walker, club: str, day: str) -> None:
    """Take the register of a session that no plan named, with a child who is new."""
    worker.go(f"{club}/register")
    worker.page.locator('main [name="on"]').fill(day)
    worker.page.locator('main [name="begins"]').fill("08:00")
    worker.page.locator('main [name="ends"]').fill("08:55")
    worker.press("Take the register")
    for folded in worker.page.locator("main details:not([open])").element_handles():
        folded.evaluate("each => { each.open = true }")
    worker.send("Save the register", find="", expected="12", new__0__name="ធារី", new__0__age="9")
    expect(worker.page.get_by_role("status")).to_contain_text("saved")
    typing_from_paper(worker, club, day)


def typing_from_paper(worker: Walker, club: str, day: str) -> None:
    """Type another session of that day from paper, at which one child came by the code on the club's paper."""
    worker.go(f"{club}/paper")
    code = worker.page.locator(".wh-paper-code[translate=no]").first.inner_text()
    worker.go(f"{club}/register/{day}-0600-0700/paper")
    for folded in worker.page.locator("main details:not([open])").element_handles():
        folded.evaluate("each => { each.open = true }")
    worker.send("Save the register", lines=f"{code} / aunt", counted="1", new__0__name="", new__0__age="")
    expect(worker.page.get_by_role("status")).to_contain_text("saved")
