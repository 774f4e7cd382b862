"""What a page says after a step was done: a closed list of codes, so that nothing personal is in an address."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.foundation.marking import N_


@dataclass(frozen=True)
class NoticeText:
    """Words and their kind: success, info or warning."""

    text: str
    kind: str = "success"


NOTICES: dict[str, NoticeText] = {
    "signed-out": NoticeText(N_("You are signed out."), "info"),
    "saved": NoticeText(N_("Saved.")),
    "already-saved": NoticeText(N_("This was saved already; nothing was written twice."), "info"),
    "password-changed": NoticeText(N_("Your password is changed. Your other sessions are ended.")),
    "session-ended": NoticeText(N_("The session is ended.")),
    "goal-set": NoticeText(N_("The goal is set.")),
    "goal-dropped": NoticeText(N_("The goal is dropped; its reason is kept."), "info"),
    "assessment-written": NoticeText(N_("The assessment is saved.")),
    "signed-off": NoticeText(N_("Signed off.")),
    "consent-recorded": NoticeText(N_("What was agreed is written down.")),
    "consent-withdrawn": NoticeText(
        N_("It is written down that the consent was taken back. It allows nothing now."), "info"
    ),
    "override-asked": NoticeText(N_("Somebody else must approve this before anything is shared."), "info"),
    "override-approved": NoticeText(N_("Sharing without consent is approved, with your name.")),
    "child-added": NoticeText(N_("The child is written down and has a code now.")),
    "shift-opened": NoticeText(N_("The shift is open. Check yourselves in when you go.")),
    "checked-in": NoticeText(N_("Checked in.")),
    "checked-out": NoticeText(N_("Checked out: safely back.")),
    "shift-has-ended": NoticeText(N_("The shift has ended; nobody can be checked in any more."), "warning"),
    "team-grew": NoticeText(N_("They are on the team and may read everything of this shift.")),
    "return-moved": NoticeText(N_("The new time to be back is written down.")),
    "shift-ended": NoticeText(
        N_("The shift has ended. Meetings can be written down and corrected for 24 hours.")
    ),
    "encounter-written": NoticeText(N_("The meeting is written down.")),
    "child-linked": NoticeText(N_("The child of this meeting is linked to the record.")),
    "child-unlinked": NoticeText(N_("The link is taken back; the child is unknown again."), "info"),
    "sessions-ended": NoticeText(N_("Your other sessions are ended.")),
    "sealed-to-kit": NoticeText(N_("Sealed. The recovery kit of now opens your circles too.")),
    "heads-accepted": NoticeText(
        N_("What is here now is remembered; the next sign-in compares with it."), "info"
    ),
    "cards-typed-back": NoticeText(N_("Both cards are on paper and right.")),
    "set-up-finished": NoticeText(N_("Set-up is finished. Next, invite your colleagues.")),
    "base-made": NoticeText(N_("The base and its circles are made.")),
    "admitted": NoticeText(N_("Admitted. Everything they are due is given.")),
    "admitted-pending": NoticeText(N_("Admitted. Something is still to be given: see below."), "info"),
    "role-changed": NoticeText(N_("The role is changed.")),
    "role-changed-pending": NoticeText(
        N_("The role is changed. Something is still to be given: see below."), "info"
    ),
    "duties-changed": NoticeText(N_("The duties are changed.")),
    "duties-changed-pending": NoticeText(
        N_("The duties are changed. Something is still to be given: see below."), "info"
    ),
    "account-closed": NoticeText(N_("The account is closed. Its sessions and keys are gone.")),
    "given": NoticeText(N_("Given.")),
    "not-given": NoticeText(
        N_("Nothing could be given: what is left does not open. It is in the audit trail."), "warning"
    ),
    "draft-thrown-away": NoticeText(N_("The kept form is thrown away."), "info"),
    "case-opened": NoticeText(N_("The case is open.")),
    "risk-set": NoticeText(N_("The risk is set, and the next contact counts from today.")),
    "assigned": NoticeText(N_("Assigned. They can open the case now.")),
    "assignment-ended": NoticeText(N_("The assignment has ended; they can no longer open the case.")),
    "note-added": NoticeText(N_("The note is saved.")),
    "task-added": NoticeText(N_("The task is added.")),
    "task-done": NoticeText(N_("The task is done.")),
    "task-open": NoticeText(N_("The task is open again."), "info"),
    "plan-in-force": NoticeText(N_("The safety plan is in force.")),
    "placement-recorded": NoticeText(N_("Where the child lives is recorded.")),
    "move-asked": NoticeText(N_("Asked. Somebody else decides it now.")),
    "move-decided": NoticeText(N_("Decided.")),
    "move-withdrawn": NoticeText(N_("Taken back."), "info"),
    "concern-received": NoticeText(N_("You have it. Whoever posted it now reads: received, acting.")),
    "concern-received-before": NoticeText(N_("Somebody had received it already."), "info"),
    "urgency-changed": NoticeText(N_("The urgency is changed; the clock counts from posting.")),
    "concern-closed": NoticeText(N_("Closed. The reason is kept.")),
    "concern-child-linked": NoticeText(N_("The concern is linked to the child.")),
    "concern-case-linked": NoticeText(
        N_("The concern is in the case. Whoever is assigned there reads it now.")
    ),
    "concern-added-to": NoticeText(N_("Written down.")),
    "childs-words-kept": NoticeText(N_("The child's words are written down.")),
    "safeguarding-opened": NoticeText(N_("The circle is open, and you are its first member.")),
    "safeguarding-renewed": NoticeText(
        N_("The circle has a new key. What is written from now on is sealed to the members listed here.")
    ),
    "safeguarding-admitted": NoticeText(N_("They are a member of the circle now.")),
    "packet-drafted": NoticeText(N_("The packet is begun. Read every word before it leaves.")),
    "packet-changed": NoticeText(N_("The packet is saved. If it had been submitted, it is a draft again.")),
    "packet-news": NoticeText(
        N_("What was written in the case since is in the packet now. Read it before you submit.")
    ),
    "packet-no-news": NoticeText(N_("Nothing new was written in the case."), "info"),
    "packet-submitted": NoticeText(N_("Submitted. What is in it is frozen; a supervisor approves it next.")),
    "packet-corrected": NoticeText(N_("This is the new version. It names the one it replaces.")),
    "packet-approved": NoticeText(N_("Approved. A director decides next.")),
    "packet-released": NoticeText(N_("Released. A file can be made for each recipient now.")),
    "packet-returned": NoticeText(N_("Sent back with your reason."), "info"),
    "packet-exported-before": NoticeText(
        N_(
            "This file was made already. Its words are shown once only and kept nowhere: "
            "if you did not see them, make another file."
        ),
        "warning",
    ),
    "packet-handed-over": NoticeText(N_("The handover is recorded.")),
    "packet-withdrawn": NoticeText(N_("The packet is taken back. Recall every copy listed here."), "warning"),
}


def redirect_done(endpoint: str, done: str, **values: Any) -> ResponseReturnValue:
    """Redirect to a page that says what was done. `done` is one of NOTICES."""
    if done not in NOTICES:
        raise KeyError(done)
    return redirect(url_for(endpoint, done=done, **values), code=303)
