"""Tables of programme records are queried through their scope only, and every exception has its reason."""

import ast
from functools import cache

import pytest

from app.access.scope import SCOPES
from tests.architecture.generated import import_every_room, kind_of, table_names, tables
from tests.architecture.queries import Use, unscoped
from tests.architecture.source import HOUSE, Module, listed, modules

THE_SCOPE_ITSELF = "app.access.scope"
NOT_PROGRAMME_RECORDS = {"Base", "StaffMember", "Installation", "TemplateReview"}
"""Sites, colleagues, the organisation and its templates: nothing about a child."""

SENT_TWICE = (
    "a form sent twice is known by the id it carries; an id that is somebody else's record is refused"
)
LEFT_ABOUT_IT = "whether a packet left about a record that was opened to be marked: yes or no"
A_RULE = "is itself the rule that cuts a table"
WITHIN = "stands inside a query that `scoped` began, and cuts it further"
OF_EACH_ROW = "names the row of a query that `scoped` began, to ask something about it"
CODE_ONLY = "codes alone, of cases or children whose ids came through their scope"

ALLOWED: dict[str, str] = {
    "app/access/record_ids.py _tables_holding: column": "counts the tables that hold an id a form brought back",
    "app/audit/trail_pages.py _actions: following": "kinds of actions, cut to those of events this person sees",
    "app/cases/due.py unassigned_cases: Case": OF_EACH_ROW,
    "app/cases/listing.py _conditions: Case": WITHIN,
    "app/cases/listing.py _conditions: SafetyPlan": WITHIN,
    "app/cases/listing.py _conditions: Task": WITHIN,
    "app/cases/creating.py has_open_case: Case": "a child has one open case, whoever reads it; says yes or no",
    "app/cases/creating.py case_opening: Case": "codes of a visible child's cases, for those who open cases there",
    "app/cases/creating.py open_case: Case": SENT_TWICE,
    "app/case_records/loading.py _case_of_own_base: Case": A_RULE,
    "app/case_records/loading.py _case_of_own_base: RiskChange": A_RULE,
    "app/case_records/loading.py raise_if_already_saved: table": SENT_TWICE,
    "app/access/proven_cases.py _sound_rows: Case": "codes and children of cases whose ids came through their scope",
    "app/access/assigned.py assigned_case: Case": A_RULE,
    "app/access/seen_by.py child_behind: Case": "the child of a case; the child itself is asked for through its scope",
    "app/access/trail.py _sound_codes: Case": "codes of what the trail names, for whoever may read it",
    "app/access/trail.py _sound_codes: Child": "codes of what the trail names, for whoever may read it",
    "app/access/seen_by.py traced_with_code: Case": "cases of children; the children are asked for through their scope",
    "app/children/written_twice.py _has_open_case: Case": "of a child that is held; only who opens cases is told",
    "app/children/written_twice.py _second: Case": "of a child that is held: whether somebody else decides",
    "app/children/cards.py _cards_query: NameCard": "the cards of children that `scoped` let through",
    "app/children/cards.py write_card: NameCard": "the card of the child that is being written",
    "app/children/children.py make_child: Child": SENT_TWICE,
    "app/children/codes.py codes_of_children: Child": CODE_ONLY,
    "app/children/children.py was_made: Child": SENT_TWICE,
    "app/children/listing.py _fitting: Child": "`_conditions` begins with `condition`",
    "app/children/listing.py _count: Child": "is given conditions that begin with `condition`",
    "app/children/listing.py list_children: Child": "`_conditions` begins with `condition`",
    "app/children/name_index.py NamesOfBase.refresh: Child": "remembers a base's names; what is shown is cut to scope",
    "app/children/name_index.py NamesOfBase.refresh: NameCard": "remembers a base's names; the key is the asker's own",
    "app/children/name_index.py NamesOfBase.read_missing_looks: Child": "remembers looks; what is shown is cut",
    "app/concerns/adding.py add_to_concern: ConcernAddition": SENT_TWICE,
    "app/concerns/disclosures.py add_disclosure: Disclosure": SENT_TWICE,
    "app/concerns/lines_back.py answer_poster: LineToPoster": SENT_TWICE,
    "app/concerns/linking.py link_to_case: Case": "the case must be of the concern's own base and child, or is refused",
    "app/concerns/of_meeting.py _told: Concern": "numbers and states, of a meeting loaded through its scope",
    "app/concerns/meetings_now.py _perhaps: Concern": "whether one was raised, of meetings limited by their scope",
    "app/concerns/meetings_now.py _perhaps: Encounter": "the columns that its subqueries are joined by",
    "app/concerns/meetings_now.py _raised: Concern": "which were raised, of meetings loaded through their scope",
    "app/concerns/double_press.py raise_if_already_posted: Allegation": SENT_TWICE,
    "app/concerns/double_press.py raise_if_already_sent: Allegation": SENT_TWICE,
    "app/safeguarding/allegations.py rows_of_receipt: Allegation": "whoever has its secret receipt, and no account",
    "app/safeguarding/writers.py writer_of: Allegation": "the key of what an opened allegation adds to; no word of it",
    "app/concerns/double_press.py raise_if_already_posted: Concern": SENT_TWICE,
    "app/concerns/scopes.py _of_concern: Concern": A_RULE,
    "app/consent/known_consents.py lost_consents: Consent": "whether a record that the trail names is there at all",
    "app/concerns/groups.py rows_made_from: Concern": "how many others a whole was about: readers of one learn no more",
    "app/concerns/wholes.py beside_wholes: Concern": "whether a whole waits, for readers of a part: yes or no",
    "app/concerns/wholes.py _said: Disclosure": "whether words that came along were corrected; none of them is opened",
    "app/concerns/scopes.py disclosures_so_far: Disclosure": "ids alone, sealed into the next disclosure to show a gap",
    "app/mistakes/earlier.py earlier_versions: EarlierVersion": "of a record that was loaded through its permission",
    "app/mistakes/earlier.py carry_earlier: EarlierVersion": "of a record that was loaded and locked to be moved",
    "app/mistakes/earlier.py earlier_in_folder: EarlierVersion": "of the folder of a record that was loaded through it",
    "app/mistakes/marking.py _act_about: MistakeMark": "the mark of a record that was loaded through its permission",
    "app/mistakes/marking.py _refuse_second_press: MistakeMark": SENT_TWICE,
    "app/mistakes/states.py marks_of: MistakeMark": "the marks of records that were loaded through their permission",
    "app/offers/changes.py Written._led_astray: between": "rows between what that query found and its case, to check",
    "app/offers/changes.py Written.changed_outside: table": "rows that the query before it found, through their scope",
    "app/keyring/derived.py set_derived: table": "sets what helps to find a row that its room has loaded and locked",
    "app/outreach/shift_status.py _lacks_members: ShiftMember": "says whether a row is missing, to a sweep",
    "app/outreach/encounter_page.py fixed_rows: Encounter": "the meeting whose page was opened through its scope",
    "app/outreach/encounter_page.py fixed_rows: EncounterChild": "children of the meeting that was opened",
    "app/outreach/last_met.py _proved: Encounter": "the day of the newest meeting, of children the caller may read",
    "app/outreach/last_met.py _proved: EncounterChild": "meetings with children the caller may read",
    "app/outreach/alike_page.py _met_lately: EncounterChild": WITHIN,
    "app/outreach/met_memory.py MetDescriptions._unknown_met: Encounter": WITHIN,
    "app/outreach/met_memory.py MetDescriptions._unknown_met: EncounterChild": WITHIN,
    "app/outreach/met_memory.py MetDescriptions._read: Encounter": "meetings whose ids came through their scope",
    "app/outreach/met_memory.py MetDescriptions._read: EncounterChild": "children of meetings that came through scope",
    "app/outreach/met_since.py met_since: Encounter": WITHIN,
    "app/outreach/routes.py make_route: OutreachRoute": SENT_TWICE,
    "app/outreach/holdings.py held: ShiftMember": WITHIN,
    "app/outreach/safety.py _mine: ShiftMember": "the person's own shifts",
    "app/outreach/scopes.py _of_encounter: Encounter": A_RULE,
    "app/outreach/scopes.py _of_encounter: EncounterChild": A_RULE,
    "app/outreach/scopes.py _of_shift: Shift": A_RULE,
    "app/outreach/scopes.py _of_shift: ShiftMember": A_RULE,
    "app/outreach/scopes.py _of_others: out": A_RULE,
    "app/outreach/scopes.py of_own_teams: out": A_RULE,
    "app/group_sessions/scopes.py _of_session: GroupSession": A_RULE,
    "app/group_sessions/scopes.py _of_session: GroupSessionChild": A_RULE,
    "app/group_sessions/planning.py plan_session: GroupSession": SENT_TWICE,
    "app/home_visits/scopes.py _of_visit: HomeVisit": A_RULE,
    "app/home_visits/scopes.py _of_visit: HomeVisitChild": A_RULE,
    "app/home_visits/planning.py plan_visit: HomeVisit": SENT_TWICE,
    "app/screening/scopes.py open_case_id: Case": "its id alone, so that its counsellor gets the key",
    "app/screening/writing.py write_screening: Screening": SENT_TWICE,
    "app/screening/today.py _screened_lately: Screening": OF_EACH_ROW,
    "app/screening/today.py _screened_lately: Case": OF_EACH_ROW,
    "app/home_visits/following.py settle: HomeVisit": "sets what helps to find the families to be visited again",
    "app/home_visits/following.py due_again: HomeVisit": OF_EACH_ROW,
    "app/home_visits/following.py is_followed: HomeVisit": OF_EACH_ROW,
    "app/concerns/of_meeting.py told_by_id: Concern": "numbers and states, of a visit loaded through its scope",
    "app/outreach/shift_list.py _conditions: ShiftMember": WITHIN,
    "app/outreach/not_seen.py nights_of_child: EncounterChild": "meetings that `condition` lets through",
    "app/outreach/not_seen.py _last_before: EncounterChild": "meetings and children that `condition` lets through",
    "app/outreach/not_seen.py _last_before: last": "the same meetings' last moment",
    "app/outreach/shift_list.py _people: on_one": "the same, for each colleague",
    "app/outreach/shift_list.py _people: ShiftMember": "the teams of shifts that `condition` lets through",
    "app/outreach/shifts.py add_to_team: ShiftMember": "the team of a shift that `visible` loaded",
    "app/sign_in/ended_access.py _supervision: table": "the base of a record that its writer had open before",
    "app/absences/answers.py answer_absence: ClubAbsence": SENT_TWICE,
    "app/outreach/shifts.py begin_shift: Shift": SENT_TWICE,
    "app/outreach/writing.py write_encounter: Encounter": SENT_TWICE,
    "app/clubs/making.py make_club: KidsClub": SENT_TWICE,
    "app/clubs/registers.py _know_children: ClubChild": "which children a club knows that was loaded and locked",
    "app/mistakes/earlier.py earlier_document: EarlierVersion": "of a record that was loaded and locked to be changed",
    "app/sheets/scopes.py _of_sheet: PrintedSheet": A_RULE,
    "app/sheets/scopes.py _of_sheet: SheetStep": A_RULE,
    "app/sheets/steps.py _refuse_second: SheetStep": SENT_TWICE,
    "app/packets/drafting.py _refuse_second: ReferralPacket": SENT_TWICE,
    "app/packets/drafting.py _check_correction: ReferralPacket": "the newest number of an opened packet",
    "app/packets/exporting.py _ready: PacketFile": SENT_TWICE,
    "app/packets/copy_steps.py _refuse_second: CopyStep": SENT_TWICE,
    "app/bases/numbers.py next_number: taken": "whether any row has that number: yes or no",
    "app/packets/exporting.py _check_recipient: PacketRecipient": "the recipient of a packet that was opened",
    "app/packets/loading.py _approvals: PacketApproval": "the approvals of a packet that was opened",
    "app/packets/loading.py back_to_draft: PacketApproval": "the approvals of a packet that was opened",
    "app/packets/loading.py has_left: PacketFile": "whether a packet that was opened has a file: yes or no",
    "app/packets/put_right.py _last_files: PacketFile": "when packets that were loaded through their scope last left",
    "app/packets/registry.py _replaced_by: ReferralPacket": "a version number, for whoever holds the file itself",
    "app/packets/registry.py find_file: PacketFile": "answers whoever holds the file, by the hash of its bytes",
    "app/packets/registry.py find_file: PacketRecipient": "answers whoever holds the file, by the hash of its bytes",
    "app/packets/registry.py find_file: ReferralPacket": "answers whoever holds the file, by the hash of its bytes",
    "app/packets/registry.py registered_files: PacketFile": "which of the files that were read somebody signed",
    "app/packets/registry.py registered_files: PacketRecipient": "the mark that was signed with a file",
    "app/packets/registry.py registered_files: ReferralPacket": "the number that was signed with a file",
    "app/packets/other_packets.py others_of_case: ReferralPacket": "numbers and states, of a case that was loaded",
    "app/packets/copy_states.py _stands: CopyStep": OF_EACH_ROW,
    "app/packets/copy_states.py _stands: PacketFile": OF_EACH_ROW,
    "app/packets/copy_states.py _has_copy: PacketFile": OF_EACH_ROW,
    "app/packets/copy_states.py _has_copy: ReferralPacket": OF_EACH_ROW,
    "app/packets/registry.py _is_recalled: CopyStep": "whether a file that somebody holds was asked back",
    "app/packets/scopes.py _of_step: PacketRecipient": A_RULE,
    "app/packets/scopes.py _of_step: PacketFile": A_RULE,
    "app/packets/scopes.py _of_step: CopyStep": A_RULE,
    "app/packets/reliance.py _cases_of: Case": LEFT_ABOUT_IT,
    "app/packets/reliance.py _cases_of: Concern": LEFT_ABOUT_IT,
    "app/packets/reliance.py _cases_of: EncounterChild": LEFT_ABOUT_IT,
    "app/packets/reliance.py left_in_packet: left": LEFT_ABOUT_IT,
    "app/packets/reliance.py left_in_packet: PacketFile": LEFT_ABOUT_IT,
    "app/packets/reliance.py left_in_packet: ReferralPacket": LEFT_ABOUT_IT,
    "app/packets/scopes.py _of_packet: ReferralPacket": A_RULE,
    "app/packets/submitting.py _keep_recipients: PacketRecipient": "the recipients of a packet that was opened",
    "app/packets/today.py waiting_packets: PacketApproval": WITHIN,
    "app/staff/own_folders.py _cases: Case": "codes of a colleague's cases, for who admits and assigns in their base",
    "app/sweeps/sweeping.py begin_sweep: RowSweep": SENT_TWICE,
    "app/sweeps/tables.py rows_after: table": "a sweep looks at every row, with its reader's keys; it shows ids alone",
    "app/restoration/review_lines.py _newest_notes: CaseNote": WITHIN,
    "app/packets/today.py waiting_packets: ReferralPacket": OF_EACH_ROW,
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
