"""Why a step cannot be done now, in words: services raise codes, people read sentences."""

from app.foundation.marking import N_

REASONS: dict[str, str] = {
    "already-set-up": N_("This organisation is set up already."),
    "username-form": N_("Use 2 to 32 small letters, digits, dots, dashes or underscores, without spaces."),
    "username-taken": N_("Somebody has this user name already."),
    "base-missing": N_(
        "This role belongs to a base; choose one. Directors, technicians and auditors have none."
    ),
    "end-missing": N_("A volunteer's account needs an end date."),
    "account-disabled": N_("This account is closed."),
    "not-waiting": N_("This account is not waiting to be admitted."),
    "words-differ": N_(
        "These are not the six words on the person's screen. Compare again; do not admit anyone whose words differ."
    ),
    "not-active": N_("This account is not active."),
    "volunteer-flags": N_("Volunteers have no further duties."),
    "yourself": N_("You cannot close your own account."),
    "last-holder": N_("This person is the last holder of a circle. Admit somebody else to it first."),
    "name-taken": N_("There is a base with this name already."),
    "prefix-taken": N_("Another base uses these letters already."),
    "password-too-short": N_("That is too short: at least 15 characters, or five words."),
    "password-too-common": N_(
        "That is easily guessed: common words, repeats, rows of keys, or a name of yours or the organisation's. "
        "Take five words that do not belong together."
    ),
    "name-missing": N_("Write a name."),
    "phone-missing": N_("Write the number they answer."),
    "end-past": N_("The last day lies in the past."),
    "yourself-invite": N_(
        "You cannot invite yourself. Change your password, or make new keys, on your own account's page."
    ),
    "yourself-role": N_("You cannot change your own role. Ask another director."),
    "yourself-duties": N_("You cannot give yourself duties or take them. Ask another director."),
    "director-only": N_("This person has further duties, so only a director does this."),
    "flag-role": N_("One of these duties does not fit the role."),
    "flags-first": N_("Take the further duties away first; they do not fit the new role or base."),
    "acting-end": N_(
        "Give the last day as acting director; it lies ahead. Without that duty, leave it empty."
    ),
    "same-role": N_("That is the role they have."),
    "last-holder-self": N_(
        "Nobody but you can open one of your circles, so new keys would shut it. Let somebody else be admitted "
        "to it first, or recover the organisation with the two cards of the recovery kit."
    ),
    "root-differs": N_("Another root is never accepted. Stop, and tell your director and technician."),
    "timezone-unknown": N_("This time zone is not known here."),
    "case-closed": N_("This case is closed."),
    "no-facts-key": N_("Your keys do not reach what this base's lists are checked by."),
    "future-date": N_("The day lies in the future."),
    "no-scores": N_("Score at least one part of life, each from 1 to 4."),
    "goal-ended": N_("This goal has ended. Open it again first."),
    "reason-missing": N_("Write the reason."),
    "no-aim": N_("Write what the child works towards."),
    "unknown-domain": N_("Choose a part of life from the list."),
    "own-assessment": N_("You scored the newest assessment yourself; somebody else signs it off."),
    "next-review-past": N_("The next review lies in the past; choose a later day."),
    "basis-not-for-age": N_(
        "At this child's age somebody else is asked. Choose one of the answers offered now."
    ),
    "consent-from-suspect": N_(
        "Consent never comes from somebody suspected of harming the child. Tick the statement, or ask your supervisor."
    ),
    "giver-missing": N_("Write who it was."),
    "witness-missing": N_("Write the name of the witness or interpreter."),
    "share-missing": N_("Choose with whom it may be shared, or write who is not to be told."),
    "what-missing": N_("Write what may be shared."),
    "why-missing": N_("Write why each of them is not to be told."),
    "not-an-override": N_("This is not a request to share without consent."),
    "own-override": N_("You asked for this yourself; somebody else approves it."),
    "override-approved": N_("This is approved already."),
    "consent-changed": N_(
        "Somebody changed this record while you read it. Look at it again; nothing was saved."
    ),
    "consent-missing": N_(
        "Nobody has agreed yet that this may be shared. Ask, and write the answer down under Consent and assent."
    ),
    "consent-withdrawn": N_("The consent was taken back."),
    "consent-withheld": N_("It was said that they are not to be told."),
    "consent-not-for-age": N_(
        "The consent was given by somebody who cannot give it at this child's age. Ask again."
    ),
    "child-nameless": N_(
        "Write a name, a nickname, or what the child looks like, so that the child can be found again."
    ),
    "animal-needs-age": N_(
        "An animal comes back every twelve years. Write beside it how old the child looks, from and to."
    ),
    "animal-not-age": N_(
        "Nobody of this age was born in a year of this animal. Change the age or the animal."
    ),
    "birth-not-age": N_(
        "The date of birth makes the child another age than the years written. Change one of them."
    ),
    "born-later": N_("The day of birth has not come yet."),
    "consent-unreadable": N_(
        "A consent record does not open; until that is explained it counts as one that withholds."
    ),
    "override-waiting": N_("Sharing without consent was asked for and waits for somebody else's approval."),
    "in-the-future": N_("That lies in the future."),
    "too-long-ago": N_("That is too long ago. Look at the year."),
    "case-open-already": N_("This child has an open case already. Go on in that one."),
    "row-differs": N_(
        "This account's row says another role or base than the directory that is signed. Tell your director."
    ),
    "not-assignable": N_("Choose a caseworker or counsellor of the case's base whose account is active."),
    "risk-same": N_("The risk is that already. Choose another, or write a note."),
    "task-done": N_("This task is done. Mark it as not done first."),
    "day-past": N_("The day has passed already; choose today or a later one."),
    "not-a-taker": N_("Choose somebody who can open this case."),
    "note-stands": N_("A note can be corrected for 24 hours after it was written. Add a note to it instead."),
    "plan-without-action": N_("Write at least one action, and for each one who does what."),
    "review-not-ahead": N_("Choose a day from tomorrow on to look at the plan again."),
    "review-too-far": N_("A safety plan is looked at again within three months. Choose an earlier day."),
    "from-ahead": N_("The day lies in the future. Record a placement when it has begun."),
    "until-before-from": N_("The child cannot have left before the day they came."),
    "before-the-home-before": N_(
        "The home that is recorded now began later than this. Correct that one first, or give the day the child left."
    ),
    "no-such-move": N_("The case cannot be moved there from where it stands."),
    "move-pending": N_("A move of this case waits for a decision already."),
    "search-missing": N_("Write when the child was last seen and what was done to find them."),
    "review-missing": N_(
        "The family asked for this. Write what you found out, and whether the child wants the same."
    ),
    "case-moved": N_("The case was moved meanwhile; this request no longer fits. Refuse it."),
    "move-decided-already": N_("Somebody decided this, or it was taken back, while you were writing."),
    "needs-case-open": N_("The case must be open."),
    "needs-risk-set": N_("The risk must be set first."),
    "needs-concern-linked": N_("A concern or a disclosure must be linked to the case first."),
    "needs-safety-plan": N_("There must be a safety plan with actions and a review date first."),
    "needs-safe-home": N_("A safe placement or home must be recorded first."),
    "needs-assessment": N_("There must be one assessment first."),
    "needs-goal": N_("There must be one goal first."),
    "needs-closure-reason": N_("Give a reason for closing."),
    "needs-closure-criteria": N_(
        "Confirm everything that closing for this reason asks for; as long as something is not so, the case stays open."
    ),
    "team-missing": N_("Choose who goes out."),
    "not-street-staff": N_("Somebody you chose cannot go on a shift of this base. Choose again."),
    "route-retired": N_("This route is no longer used. Choose another."),
    "started-long-ago": N_("That start is too long ago. Look at the time."),
    "back-already": N_("The time to be back has passed already. Look at both times."),
    "shift-ended": N_("This shift has ended."),
    "shift-over": N_("This shift ended more than 24 hours ago. Ask your supervisor to write it down."),
    "not-all-out": N_(
        "Somebody is not checked out. Call them; end the shift only when you know where each of them is."
    ),
    "not-on-this-shift": N_(
        "At that time this shift was not out. Look at the time; it cannot lie in the future."
    ),
    "place-missing": N_("Choose where it was, or write it."),
    "unknown-area": N_("This area is not in the list of areas. Choose another."),
    "unknown-sign": N_("The list of signs has changed. Reload the page; what you wrote is kept below."),
    "children-missing": N_("Say how many children there were."),
    "too-many-children": N_("A meeting has at most 30 children. Write the others down as a second meeting."),
    "take-children-off": N_("To make the number smaller, tick which child was written by mistake."),
    "child-twice": N_("The same child is chosen twice."),
    "unknown-child": N_("A child you chose is not open to you any more. Choose again."),
    "linked-row": N_("Somebody linked this child to a record. The link must be taken back first."),
    "linked-already": N_("This child is linked to another record already. Take that link back first."),
    "who-saw-it-missing": N_("Choose who of the team saw it."),
    "route-name-missing": N_("Give the route a name."),
    "choose-base": N_("Choose the base this is for."),
    "choose-child": N_("Look the child up by name or code, then choose."),
    "child-of-another-base": N_("This child belongs to another base."),
    "no-words": N_("Write it in words."),
    "concern-closed": N_("This is closed already."),
    "same-urgency": N_("It has this urgency already."),
    "concern-in-a-case": N_("This concern is in a case already."),
    "concern-of-another-child": N_("This concern is about another child."),
    "case-does-not-fit": N_("That case is closed, or it is about another child."),
    "question-missing": N_("Write the question that was asked, word for word."),
    "unknown-worker-code": N_("Nobody of this base has this worker code."),
    "nothing-to-correct": N_("The words to be corrected are not here."),
    "about-missing": N_("Write who it is about, in words."),
    "no-safeguarding": N_(
        "Nobody could read this yet, so nothing was stored. Call; what you wrote is kept on this page."
    ),
    "safeguarding-open": N_("The safeguarding circle has members. One of them admits you."),
    "not-named": N_("A director names people for safeguarding first."),
    "packet-no-request": N_("Write what you ask the unit to do."),
    "packet-no-phone": N_("Write the number that is answered day and night."),
    "packet-no-recipient": N_("Choose who the packet goes to."),
    "packet-unknown-body": N_("Choose the units from the list offered."),
    "packet-too-many-recipients": N_("That is too many units for one packet."),
    "packet-text-missing": N_(
        "An entry without words says nothing. Switch the whole entry off on the preview instead."
    ),
    "packet-not-draft": N_("This packet was submitted already."),
    "packet-not-submitted": N_("This packet was not submitted yet."),
    "packet-withdrawn": N_("This packet was taken back."),
    "packet-left": N_(
        "A file of this packet was made, so its words stay as they are. Begin a correction: a version that replaces it."
    ),
    "packet-not-left": N_("Nothing of this packet has left yet: change it instead of correcting it."),
    "packet-corrected-already": N_("There is a newer version of this packet already. Go on with that one."),
    "packet-own-draft": N_("You wrote in this packet, so somebody else approves and exports it."),
    "packet-approved-by-you": N_("You approved this packet already; the next step is somebody else's."),
    "packet-supervisor-first": N_("A supervisor who did not write in it approves first."),
    "packet-approved-already": N_("This step is done already."),
    "packet-not-approved": N_("A supervisor and then a director must approve exactly what is frozen now."),
    "packet-grounds-changed": N_(
        "The consent this packet rests on no longer stands. Send it back, so that it says what is so today."
    ),
    "packet-unknown-recipient": N_("This unit is not among the recipients that were approved."),
    "packet-changed": N_(
        "Somebody changed this packet while you read it. Look at it again; nothing was done."
    ),
    "packet-file-taken": N_(
        "You took this file already, and it cannot be taken again. Look among your downloads, or make a new file."
    ),
    "packet-download-gone": N_(
        "This file was taken already, ten minutes have passed, or Wayhome was restarted since. "
        "Nothing of it is kept: make another file."
    ),
    "pdf-library-missing": N_(
        "This server cannot draw PDF pages: a library is missing. Ask your technician to install Pango."
    ),
    "khmer-draft": N_(
        "The Khmer template is a draft translation that nobody has reviewed yet. Hand over the English file."
    ),
    "officer-missing": N_("Write who took it."),
    "unit-missing": N_("Write the officer's unit."),
    "handed-before-made": N_("That was before the file was made."),
}


def reason_words(code: str) -> str:
    """Return the sentence for a reason, to be translated at the edge. Raises KeyError for an unknown one."""
    return REASONS[code]
