"""Tables of programme records are queried through their scope only, and every exception has its reason."""

import ast
from functools import cache

import pytest

from app.access.scope import SCOPES
from tests.architecture.generated import import_every_room, kind_of, table_names, tables
from tests.architecture.queries import Use, unscoped
from tests.architecture.source import HOUSE, Module, listed, modules

THE_SCOPE_ITSELF = "app.access.scope"
NOT_PROGRAMME_RECORDS = {"Base", "StaffMember", "Installation"}
"""Sites, colleagues and the organisation: nothing about a child."""

SENT_TWICE = (
    "a form sent twice is known by the id it carries; an id that is somebody else's record is refused"
)
A_RULE = "is itself the rule that cuts a table"
WITHIN = "stands inside a query that `scoped` began, and cuts it further"
OF_EACH_ROW = "names the row of a query that `scoped` began, to ask something about it"
CODE_ONLY = "codes alone, of cases or children whose ids came through their scope"

ALLOWED: dict[str, str] = {
    "app/audit/reading.py _actions: following": "kinds of actions, cut to those of events this person sees",
    "app/cases/case_page.py case_page: Child": CODE_ONLY,
    "app/cases/colleagues.py caseloads: Case": "how many open cases a colleague has, whoever reads them: a number",
    "app/cases/due.py _tasks: Task": OF_EACH_ROW,
    "app/cases/due.py unassigned_cases: Case": OF_EACH_ROW,
    "app/cases/listing.py _conditions: Case": WITHIN,
    "app/cases/listing.py _conditions: Task": WITHIN,
    "app/cases/listing.py _late_tasks: Task": "counts the late tasks of cases the list loaded through their scope",
    "app/cases/listing.py _lines: Child": CODE_ONLY,
    "app/cases/opening.py _has_open_case: Case": "a child has one open case, whoever reads it; says yes or no",
    "app/cases/opening.py case_opening: Case": "codes of a visible child's cases, for those who open cases there",
    "app/cases/reading.py _case_of_own_base: Case": A_RULE,
    "app/cases/reading.py _case_of_own_base: RiskChange": A_RULE,
    "app/cases/reading.py codes_of_cases: Case": CODE_ONLY,
    "app/cases/reading.py refuse_second: table": SENT_TWICE,
    "app/child_page/children_list.py met_since: Encounter": WITHIN,
    "app/children/cards.py _cards_query: NameCard": "the cards of children that `scoped` let through",
    "app/children/cards.py write_card: NameCard": "the card of the child that is being written",
    "app/children/children.py make_child: Child": SENT_TWICE,
    "app/children/children.py was_made: Child": SENT_TWICE,
    "app/children/listing.py _fitting: Child": "`_conditions` begins with `condition`",
    "app/children/listing.py list_children: Child": "`_conditions` begins with `condition`",
    "app/children/name_index.py NamesOfBase.refresh: Child": "remembers a base's names; what is shown is cut to scope",
    "app/children/name_index.py NamesOfBase.refresh: NameCard": "remembers a base's names; the key is the asker's own",
    "app/concerns/adding.py add_to_concern: ConcernAddition": SENT_TWICE,
    "app/concerns/allegations.py post_allegation: Allegation": SENT_TWICE,
    "app/concerns/disclosures.py add_disclosure: Disclosure": SENT_TWICE,
    "app/concerns/inbox.py _added: column": "counts what was added to concerns the inbox loaded through their scope",
    "app/concerns/linking.py link_to_case: Case": "the case must be of the concern's own base and child, or is refused",
    "app/concerns/of_meeting.py told_of_meeting: Concern": "numbers and states, of a meeting loaded through its scope",
    "app/concerns/posting.py post_concern: Concern": SENT_TWICE,
    "app/concerns/scopes.py _of_concern: Concern": A_RULE,
    "app/concerns/scopes.py disclosures_so_far: Disclosure": "ids alone, sealed into the next disclosure to show a gap",
    "app/consent/recording.py _writable_case: Consent": SENT_TWICE,
    "app/outreach/encounter_page.py fixed_rows: Encounter": "the meeting whose page was opened through its scope",
    "app/outreach/encounter_page.py fixed_rows: EncounterChild": "children of the meeting that was opened",
    "app/outreach/routes.py make_route: OutreachRoute": SENT_TWICE,
    "app/outreach/safety.py _mine: ShiftMember": "the person's own shifts",
    "app/outreach/safety.py _overdue: Shift": WITHIN,
    "app/outreach/safety.py _overdue: ShiftMember": WITHIN,
    "app/outreach/safety.py team_out: ShiftMember": "the teams of shifts the caller loaded through their scope",
    "app/outreach/scopes.py _of_encounter: Encounter": A_RULE,
    "app/outreach/scopes.py _of_encounter: EncounterChild": A_RULE,
    "app/outreach/scopes.py _of_shift: Shift": A_RULE,
    "app/outreach/scopes.py _of_shift: ShiftMember": A_RULE,
    "app/outreach/scopes.py _own_shift: ShiftMember": A_RULE,
    "app/outreach/shift_list.py _conditions: ShiftMember": WITHIN,
    "app/outreach/shift_list.py _people: ShiftMember": "the teams of shifts that `condition` lets through",
    "app/outreach/shifts.py add_to_team: ShiftMember": "the team of a shift that `visible` loaded",
    "app/outreach/shifts.py check: ShiftMember": "the team of a shift that `visible` loaded",
    "app/outreach/shifts.py end_shift: ShiftMember": "the team of a shift that `visible` loaded",
    "app/outreach/shifts.py open_shift: Shift": SENT_TWICE,
    "app/outreach/writing.py write_encounter: Encounter": SENT_TWICE,
    "app/packets/drafting.py _refuse_second: ReferralPacket": SENT_TWICE,
    "app/packets/drafting.py correct_packet: ReferralPacket": "the newest version number of a packet that was opened",
    "app/packets/exporting.py _ready: PacketFile": SENT_TWICE,
    "app/packets/handovers.py _refuse_second: Handover": SENT_TWICE,
    "app/packets/listing.py _lines: Case": CODE_ONLY,
    "app/packets/listing.py _lines: PacketFile": "how many files the packets of a list have",
    "app/packets/opening.py approvals_of: PacketApproval": "the approvals of a packet that was opened",
    "app/packets/opening.py back_to_draft: PacketApproval": "the approvals of a packet that was opened",
    "app/packets/opening.py has_left: PacketFile": "whether a packet that was opened has a file: yes or no",
    "app/packets/registry.py _replaced_by: ReferralPacket": "a version number, for whoever holds the file itself",
    "app/packets/registry.py find_file: PacketFile": "answers whoever holds the file, by the hash of its bytes",
    "app/packets/registry.py find_file: PacketRecipient": "answers whoever holds the file, by the hash of its bytes",
    "app/packets/registry.py find_file: ReferralPacket": "answers whoever holds the file, by the hash of its bytes",
    "app/packets/scopes.py _of_file: Handover": A_RULE,
    "app/packets/scopes.py _of_file: PacketFile": A_RULE,
    "app/packets/scopes.py _of_packet: ReferralPacket": A_RULE,
    "app/packets/submitting.py _keep_recipients: PacketRecipient": "the recipients of a packet that was opened",
    "app/packets/today.py waiting_packets: PacketApproval": WITHIN,
    "app/packets/today.py waiting_packets: ReferralPacket": OF_EACH_ROW,
    "app/placements/due.py _now: Placement": OF_EACH_ROW,
    "app/restoration/assessments.py _refuse_repeats: Assessment": SENT_TWICE,
    "app/restoration/assessments.py has_assessment: Assessment": "a fact for the stage table: yes or no",
    "app/restoration/goals.py has_goal: Goal": "a fact for the stage table: yes or no",
    "app/restoration/goals.py set_goal: Goal": SENT_TWICE,
    "app/restoration/reviews.py _newest_assessment: Assessment": "of a case that `visible` loaded; nothing is opened",
    "app/restoration/reviews.py sign_off: RestorationReview": SENT_TWICE,
    "app/safety_plans/due.py _in_force: SafetyPlan": OF_EACH_ROW,
    "app/staff/own_folders.py _cases: Case": "codes of a colleague's cases, for who admits and assigns in their base",
    "app/supervision/restoration_review.py _last_seen: CaseNote": "the day of the newest note in cases reviewed here",
    "app/supervision/restoration_review.py _last_seen: Encounter": "the day of the newest meeting, of the same base",
    "app/supervision/restoration_review.py _last_seen: EncounterChild": "meetings with children of cases reviewed here",
    "app/today/changes.py _assigned: Case": "codes of open cases that the person is assigned to",
    "app/today/changes.py _query: Encounter": "joins meetings to the children met; the query it joins cuts both",
    "app/today/changes.py _query: EncounterChild": "joins meetings to the children met; the query it joins cuts both",
}


def programme_tables() -> set[str]:
    """Return the classes of tables with a declared scope or a sealed column."""
    import_every_room()
    sealed = {table.name for table in tables() if any(kind_of(each) == "sealed" for each in table.columns)}
    with_sealed = {model for model, table in table_names().items() if table in sealed}
    return (with_sealed | {model.__name__ for model in SCOPES}) - NOT_PROGRAMME_RECORDS


@cache
def uses() -> list[Use]:
    """Return every query of a programme table that no scope cuts."""
    programme = programme_tables()
    rooms = [each for each in modules() if each.within("app", "views") and each.name != THE_SCOPE_ITSELF]
    return [use for module in rooms for use in unscoped(module, programme)]


def test_no_query_of_programme_records_goes_around_its_scope() -> None:
    around = [use for use in uses() if use.place not in ALLOWED]

    assert not around, listed(around)


def test_no_exception_outlives_its_reason() -> None:
    assert sorted(ALLOWED.keys() - {use.place for use in uses()}) == []
    assert all(ALLOWED.values())


def found_in(source: str) -> set[str]:
    """Return what is found in a piece of source, by place."""
    text = f"from models.case import Case\nfrom models.task import Task\n\n\ndef look(work, kind):\n    {source}\n"
    module = Module("app.sample", HOUSE / "app" / "sample.py", ast.parse(text))
    return {use.place.removeprefix("app/sample.py look: ") for use in unscoped(module, {"Case", "Task"})}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("return work.session.scalars(select(Case))", {"Case"}),
        ("return work.session.get(Case, 1)", {"Case"}),
        ("return select(func.count()).where(Case.stage == kind)", {"Case"}),
        ("return scoped(work, Case, READ).join(Task, Task.case_id == Case.id)", {"Task"}),
        ("return scoped(work, Case, READ).where(Case.id.in_(select(Task.case_id)))", {"Task"}),
        ("query = other(work)\n    return query.join(Task)", {"Task"}),
        ("return select(Case, Task).where(condition(work, Case, READ))", {"Task"}),
        ("return work.session.get(kind, 1)", {"kind"}),
        ("reached = condition(work, Task, READ)\n    return select(Case.id).where(reached)", {"Case"}),
    ],
)
def test_a_query_around_its_scope_is_found(source: str, found: set[str]) -> None:
    assert found_in(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "return scoped(work, Case, READ).where(Case.stage == kind)",
        "return select(func.count()).select_from(Case).where(condition(work, Case, READ))",
        "reached = condition(work, Case, READ)\n    return select(Case.id).where(reached)",
        "query = scoped(work, Task, READ)\n    return query.join(Case).where(condition(work, Case, READ))",
        "return dict(work.facts).get(Case)",
    ],
)
def test_a_query_that_keeps_to_its_scope_is_left_alone(source: str) -> None:
    assert found_in(source) == set()


def test_rows_to_change_are_locked_in_one_way() -> None:
    """A bare lock waits for another's change, and then goes on with what was read before it."""
    bare = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name not in {THE_SCOPE_ITSELF, "app.audit.chain"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "with_for_update"
    ]
    assert not bare, listed(bare)
