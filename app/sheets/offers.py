"""What numbered sheets offer: those that are not back, those that are lost, and the words for their codes."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SHOWS
from app.offers.places import Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.sheets.holdings import held
from app.sheets.today import due_sheets, lost_sheets, sheet_by_code

_WORDS = RoomWords(
    events={
        "sheet.printed": N_("printed a numbered sheet"),
        "sheet.drawn": N_("opened the pages of a numbered sheet to print them"),
        "sheet.returned": N_("recorded that a numbered sheet came back"),
        "sheet.destroyed": N_("recorded that a numbered sheet was destroyed"),
        "sheet.lost": N_("recorded that a numbered sheet was lost"),
        "sheet.answered": N_("said what was done about a lost numbered sheet"),
        "sheet.step_taken_out": N_("took out what was recorded of a numbered sheet by mistake"),
    },
    reasons={
        "purpose-missing": N_("Write what it is needed for: names leave the house with it."),
        "no-such-carrier": N_("Choose somebody of this base who carries it."),
        "emergency-not-written": N_("Nothing is written on this emergency sheet yet. Write it first."),
        "words-missing": N_("Write it in a few words."),
        "sheet-is-back": N_("This sheet came back or was destroyed already."),
        "sheet-lost-already": N_("It is recorded already that this sheet is lost."),
        "sheet-not-lost": N_("This sheet is not lost, or somebody answered for it already."),
        "own-lost-sheet": N_("You printed or carried this sheet yourself. Somebody else answers for it."),
        "lost-stays": N_("A loss is not taken out: a supervisor says what was done, also that it turned up."),
        "taken-out-already": N_("This was taken out already."),
        "paper-over": N_("Its pages are not drawn any more. If you need the paper again, print a new sheet."),
    },
    notices={
        "sheet-printed": Notice(
            N_("The sheet has its number. Print it now: its pages can be opened for one hour.")
        ),
        "sheet-returned": Notice(N_("It is recorded that the sheet came back.")),
        "sheet-destroyed": Notice(N_("It is recorded that the sheet was destroyed.")),
        "sheet-lost": Notice(
            N_("It is recorded that the sheet is lost. Your supervisor sees it on Today; call as well."),
            "warning",
        ),
        "sheet-answered": Notice(N_("Your answer is recorded.")),
        "sheet-step-taken-out": Notice(
            N_("It counts for nothing from now on, and stays readable: the sheet stands as before."), "info"
        ),
        "sheet-paper-over": Notice(
            N_("Its pages are not drawn any more. If you need the paper again, print a new sheet."), "info"
        ),
    },
    facts={"sheet": N_("sheet"), "shows": N_("shows")},
    codes={str(code): label for code, label in SHOWS.items()},
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={"sheet": RecordPage("sheets.show_sheet", "sheet_id")},
    topics={"sheets": Topic(N_("Numbered sheets"))},
    places=(
        Place(
            key="sheets",
            label=N_("Numbered sheets"),
            endpoint="sheets.list_sheets",
            icon="print",
            permission=Permission.SHEET_READ,
            group=Group.WORK,
            order=80,
        ),
    ),
    waiting=lost_sheets,
    due=due_sheets,
    by_code=sheet_by_code,
    held=held,
)
