"""The steps that ask for no fresh proof, each with its reason: a new one is named here, or asks (decision 0054)."""

NOBODY_IN = "nobody is signed in there: a password, a card or a code is typed into the form itself"
RECEIPT = "whoever has the words of the receipt; they are typed, and nothing opens with them"
OWN = "ends or throws away something of one's own, which must be quick"
PROVES = "the password, or both cards of the kit, are typed into the form itself"
FOUND = "looks for something and changes nothing"
DAILY = "everyday writing of somebody who may: put right by the next version or a mark, and all of it is in the trail"
STREET = "written on the street, often once in five minutes; put right by a mark or the next version"
PROTECTS = "protects, and minutes count: it raises, receives, goes on with, or takes an agreement back"
ASKS = "only asks: another person decides, with a fresh proof"
SORTS = "sorts what was raised: it goes on waiting or ringing for whoever has it then"
DRAFTS = "writes in a packet that leaves only after approvals and an export, each with a fresh proof"
HANDED_OUT = "hands out, once, the file that this session has just made under a fresh proof"
TOLD = "writes down what became of paper or of a file that has left; put right by a mark"

LIGHT: dict[str, frozenset[str]] = {
    NOBODY_IN: frozenset(
        {
            "invitation.accept",
            "outside.agree",
            "outside.enter_with_card",
            "outside.receive",
            "recovery.recover",
            "recovery.use_recovery_card",
            "set_up.set_up",
            "sign_in.sign_in",
        }
    ),
    RECEIPT: frozenset({"coming_back.add_words", "coming_back.call", "coming_back.enter"}),
    OWN: frozenset(
        {
            "account.end_one",
            "account.end_others",
            "account.throw_away",
            "choices.choose_theme",
            "outside.leave_again",
            "sign_in.sign_out",
            "today.turn_first_steps",
        }
    ),
    PROVES: frozenset({"account.prove", "account.show_password", "set_up.type_back"}),
    FOUND: frozenset(
        {
            "met.list_met",
            "outreach.find_record",
            "packets.verify",
            "search.find",
            "sweeps.begin",
            "sweeps.go_on",
        }
    ),
    DAILY: frozenset(
        {
            "absences.answer_away",
            "absences.correct_answer",
            "absences.decide_about_visit",
            "absences.mark",
            "absences.take_back",
            "absences.withdraw",
            "cases.add_note",
            "cases.edit_why",
            "cases.mend_note",
            "cases.set_risk",
            "children.edit_child",
            "children.new_child",
            "children.withdraw",
            "clubs.cancel",
            "clubs.close",
            "clubs.correct",
            "clubs.edit_club",
            "clubs.mark_club",
            "clubs.mark_session",
            "clubs.move",
            "clubs.move_register",
            "clubs.new_club",
            "clubs.open_again",
            "clubs.take",
            "clubs.take_club_back",
            "clubs.take_session_back",
            "clubs.type_paper",
            "concerns.unsay",
            "consents.new_consent",
            "families.close",
            "families.decide",
            "families.edit_address",
            "families.edit_household",
            "families.edit_member",
            "families.edit_support",
            "families.edit_wish",
            "families.leave_family",
            "families.mark",
            "families.move",
            "families.new_household",
            "families.new_member",
            "families.new_support",
            "families.new_wish",
            "families.take_back",
            "families.take_mark_back",
            "families.take_up",
            "families.withdraw",
            "home_visits.edit_plan",
            "home_visits.mark_visit",
            "home_visits.move",
            "home_visits.new_visit",
            "home_visits.no_concern",
            "home_visits.take_visit_back",
            "home_visits.visit_in_vain",
            "home_visits.withdraw_visit_mark",
            "home_visits.write_visit",
            "mistakes.move",
            "placements.edit_placement",
            "placements.new_placement",
            "restoration.drop_goal",
            "restoration.edit_goal",
            "restoration.mark_goal",
            "restoration.new_assessment",
            "restoration.new_goal",
            "restoration.score_it_again",
            "restoration_review.return_it",
            "restoration_review.review_child",
            "tasks.edit_task",
            "tasks.mark_task",
            "tasks.new_task",
        }
    ),
    STREET: frozenset(
        {
            "met.say_apart",
            "met.say_same",
            "met.take_back",
            "outreach.change_team",
            "outreach.correct_encounter",
            "outreach.correct_shift",
            "outreach.correct_shift_notes",
            "outreach.edit_route",
            "outreach.finish_shift",
            "outreach.link_record",
            "outreach.mark",
            "outreach.mark_shift",
            "outreach.move",
            "outreach.new_encounter",
            "outreach.new_route",
            "outreach.new_shift",
            "outreach.past_shift",
            "outreach.take_back",
            "outreach.take_shift_back",
            "outreach.unlink_record",
            "outreach.use_route",
            "outreach.withdraw",
        }
    ),
    PROTECTS: frozenset(
        {
            "allegations.acknowledge",
            "allegations.post_allegation",
            "children.edit_safe_contact",
            "concerns.acknowledge",
            "concerns.add",
            "concerns.add_disclosure",
            "concerns.answer",
            "concerns.have_read",
            "concerns.have_read_meeting",
            "concerns.next_step",
            "concerns.post_concern",
            "concerns.receive_meeting",
            "concerns.reopen",
            "concerns.urgent",
            "consents.withdraw",
            "emergency.edit_sheet",
            "home_visits.change_visit_return",
            "home_visits.check_visit",
            "home_visits.leave_for_visit",
            "outreach.change_return",
            "outreach.check_safety",
            "outreach.shift_goes_on",
            "safety_plans.write_plan",
            "stage_moves.ask_in_danger",
        }
    ),
    ASKS: frozenset(
        {
            "cases.mark_risk",
            "cases.take_risk_back",
            "cases.withdraw_risk",
            "children.mark",
            "children.take_back",
            "concerns.mark",
            "concerns.mark_part",
            "concerns.take_back",
            "concerns.take_part_back",
            "concerns.withdraw",
            "concerns.withdraw_part",
            "consents.mark_withdrawal",
            "mistakes.mark",
            "mistakes.take_back",
            "mistakes.withdraw",
            "stage_moves.ask",
            "stage_moves.close",
            "stage_moves.reopen",
            "stage_moves.withdraw",
        }
    ),
    SORTS: frozenset(
        {
            "allegations.change_urgency",
            "concerns.change_urgency",
            "concerns.hand_to",
            "concerns.link_case",
            "concerns.link_child",
            "concerns.make_for_each",
            "concerns.put_elsewhere",
        }
    ),
    DRAFTS: frozenset(
        {
            "packets.correct",
            "packets.correct_closed",
            "packets.edit_first_page",
            "packets.edit_khmer",
            "packets.edit_part",
            "packets.edit_recipients",
            "packets.edit_switches",
            "packets.edit_words",
            "packets.new_packet",
            "packets.submit",
            "packets.take_in",
        }
    ),
    HANDED_OUT: frozenset({"packets.download"}),
    TOLD: frozenset(
        {
            "packets.correct_step",
            "packets.end_recall",
            "packets.hand_over",
            "packets.receive",
            "packets.take_out_step",
            "packets.tell_outcome",
            "sheets.record_step",
            "sheets.take_out_step",
        }
    ),
}
