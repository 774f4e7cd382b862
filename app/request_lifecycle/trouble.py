"""Answers when the database could not do what was asked: what is wrong, whether it was saved, and what to do."""

from dataclasses import dataclass

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.errors import Busy, Damaged, DatabaseTrouble, NoSpace, OutcomeUnknown, Unreachable
from app.foundation.marking import N_
from app.request_lifecycle.failing import log_failure
from views.web import late_forms
from views.web.guard import this_server

STATUS = 503


@dataclass(frozen=True)
class TroubleWords:
    """What a page says: its title, to whoever only looked, to whoever pressed a button, to whoever wrote something."""

    title: str
    looked: str
    pressed: str
    wrote: str


OTHERS_WRITE = TroubleWords(
    late_forms.OTHERS_WRITE,
    late_forms.OTHERS_WROTE,
    late_forms.OTHERS_WROTE,
    late_forms.OTHERS_WRITE_WORDS,
)
UNREACHABLE = TroubleWords(
    N_("The records cannot be reached"),
    N_(
        "The database does not answer just now. What was saved before is safe. Try again in a moment; if it goes on, "
        "tell your technician."
    ),
    N_(
        "The database does not answer just now, so this was not done. Try again in a moment; if it goes on, tell your "
        "technician."
    ),
    N_(
        "The database does not answer just now, so nothing of this was saved. What you had written is kept on this "
        "page: send it again from here in a moment. If it goes on, tell your technician."
    ),
)
NO_SPACE = TroubleWords(
    N_("There is no space left"),
    N_(
        "The disk is full. Wayhome records what it shows, so it can show nothing now. What was saved before is safe. "
        "Tell your technician to free some space: everything then goes on by itself."
    ),
    N_(
        "The disk is full, so this was not done. Tell your technician to free some space, then send it again from here."
    ),
    N_(
        "The disk is full, so nothing of this was saved. What you had written is kept on this page: leave it open, "
        "tell your technician to free some space, then send it again from here."
    ),
)
DAMAGED = TroubleWords(
    N_("The records are damaged"),
    N_(
        "Part of the database cannot be read: perhaps a disk is breaking. Tell your technician at once, and write on "
        "paper until they say that it is mended."
    ),
    N_(
        "Part of the database cannot be read, so this was not done. Tell your technician at once, and write on paper "
        "until they say that it is mended."
    ),
    N_(
        "Part of the database cannot be read, so nothing of this was saved. What you had written is kept on this page: "
        "copy it to paper, and tell your technician at once."
    ),
)
OUTCOME_UNKNOWN = TroubleWords(
    N_("We do not know whether this was saved"),
    UNREACHABLE.looked,
    N_(
        "The database was lost at the very moment of saving. Look whether this was done before you send it again from "
        "here."
    ),
    N_(
        "The database was lost at the very moment of saving. Look before you write it again: it may be there already. "
        "What you had written is kept on this page; if it is not there, send it again from here."
    ),
)
WORDS: dict[type[DatabaseTrouble], TroubleWords] = {
    Busy: OTHERS_WRITE,
    Unreachable: UNREACHABLE,
    NoSpace: NO_SPACE,
    Damaged: DAMAGED,
    OutcomeUnknown: OUTCOME_UNKNOWN,
}


def answer_trouble(error: DatabaseTrouble) -> ResponseReturnValue:
    """Return a page that asks the database for nothing, with what was typed; once is nobody's fault, often is."""
    log_failure(error)
    g.trouble = error
    if isinstance(error, Damaged):
        this_server().store.note_damage()
    words = WORDS.get(type(error), UNREACHABLE)
    if request.method == "POST" and late_forms.is_guarded():
        return late_forms.answer_not_saved(STATUS, words.title, words.wrote, pressed=words.pressed)
    title, text = gettext(words.title), gettext(words.looked)
    parts = {"code": STATUS, "title": title, "text": text, "action": None, "leads_on": False}
    return render_template("errors/error.html", again_url=request.full_path.rstrip("?"), **parts), STATUS
