"""The statements that go through a table that grows, or a great part of one, each with its reason."""

COUNTED = (
    "how many there are in all is said beside a list: an index is counted, and nothing of the rows is read"
)
BY_CODE = (
    "by code, if somebody asks for that: sorted by the length of codes too, from the index of a base alone"
)
PROVED = "whoever asks whether the whole trail is whole asks about the whole trail"
SINCE = "what came since this process last looked; all of it once, at its start"
FEW_ACTIONS = (
    "from one kind of action to the next along the index; of each, until the first that the reader sees"
)
TOGETHER = "whom a list may be cut to: PostgreSQL asks about all colleagues together, SQLite about one after the other"
ONCE = "an upgrade ends every session, once, before anybody is served"
OUR_OWN = "about our own people: a few in a year"
OUTSIDE = "there is one outside member, and sessions of 20 minutes; those that are over go at the next"

NEAR = (
    "the shifts of one's own base or team that began in the same few days, along the index of their beginning"
)
OF_ITS_COPIES = (
    "a list cut to how far copies came, by whoever chooses that: PostgreSQL asks about all copies together"
)

STEPS_TOGETHER = (
    "some steps for each packet that left, of which there are hundreds a year: PostgreSQL takes them together"
)

MARKED_NOW = "through the index that holds meetings marked now alone: a few in a month"

CLUBS = "the ids of a base's clubs, which are as many as places where children are met: some dozens"

LAST_NIGHTS = "the meetings of two weeks of one's own base, the newest sixty"

SOME_WEEKS = "the meetings of four or twelve weeks of one's own base, the newest five hundred"

A_YEAR = (
    "whom nobody met for weeks is asked of every meeting of a year: two moments and two ids, and no words"
)

STILL_OUT = "the shifts that go on by their rows, and by their ids those of the last two days, whatever their rows say"

ALLOWED: dict[str, str] = {
    "app/audit/changes.py written_since: audit_event": SINCE,
    "app/audit/changes.py written_since: audit_subject": SINCE,
    "app/audit/trail_pages.py _of_sound_events: audit_event": FEW_ACTIONS,
    "app/audit/verification.py _bad_signatures: checkpoint": PROVED,
    "app/audit/verification.py _misplaced: audit_event": PROVED,
    "app/audit/verification.py _misplaced: checkpoint": PROVED,
    "app/audit/verification.py _place_of: audit_event": PROVED,
    "app/audit/verification.py verify_trail: checkpoint": PROVED,
    "app/audit/walking.py _digests: audit_event": PROVED,
    "app/audit/walking.py _digests: audit_subject": PROVED,
    "app/audit/walking.py _subjects: audit_subject": SINCE,
    "app/audit/walking.py _walk_on: audit_event": SINCE,
    "app/cases/listing.py _counted: case_file": COUNTED,
    "app/children/listing.py _count: child": COUNTED,
    "app/children/listing.py list_children: child": BY_CODE,
    "app/children/name_index.py refresh: child": SINCE,
    "app/children/name_index.py refresh: name_card": SINCE,
    "app/safeguarding/outside_card.py _store: outside_card": OUTSIDE,
    "app/safeguarding/outside_card.py _store: outside_session": OUTSIDE,
    "app/safeguarding/outside_pages.py outside_page: allegation": OUR_OWN,
    "app/safeguarding/pages.py allegation_list: allegation": OUR_OWN,
    "app/safeguarding/pages.py waiting_allegations: allegation": OUR_OWN,
    "app/concerns/inbox.py _counted: concern": COUNTED,
    "app/concerns/meetings_now.py meetings_now: encounter": MARKED_NOW,
    "app/database/migrating.py bring_up_to_date: sign_in_session": ONCE,
    "app/keyring/known_directory.py _extended: directory_statement": SINCE,
    "app/outreach/shift_list.py _people: shift_member": TOGETHER,
    "app/outreach/shift_list.py _count: shift": COUNTED,
    "app/outreach/shift_times.py refuse_second_shift: shift": NEAR,
    "app/packets/listing.py _count: handover": OF_ITS_COPIES,
    "app/packets/listing.py _count: packet_file": OF_ITS_COPIES,
    "app/packets/listing.py _count: referral_packet": COUNTED,
    "app/packets/today.py due_copies: handover": STEPS_TOGETHER,
    "app/sheets/pages.py _count: printed_sheet": COUNTED,
    "app/clubs/listing.py _count: kids_club": COUNTED,
    "app/packets/listing.py packets_page: handover": OF_ITS_COPIES,
    "app/packets/listing.py packets_page: packet_file": OF_ITS_COPIES,
    "app/packets/listing.py packets_page: referral_packet": OF_ITS_COPIES,
    "app/clubs/register_memory.py _read_clubs: kids_club": SINCE,
    "app/clubs/register_memory.py _read_sessions: club_session": SINCE,
    "app/clubs/register_memory.py registers_for: kids_club": CLUBS,
    "app/families/listing.py _count: household": COUNTED,
    "app/group_sessions/listing.py _count: group_session": COUNTED,
    "app/outreach/briefing.py briefing_of: encounter": LAST_NIGHTS,
    "app/outreach/coverage.py _meetings: encounter": SOME_WEEKS,
    "app/outreach/not_seen.py not_seen: encounter": A_YEAR,
    "app/outreach/safety.py alarms: shift": STILL_OUT,
}
