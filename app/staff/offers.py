"""What accounts, keys and sign-in offer: the words for their codes."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import FLAG_LABELS, ROLE_LABELS, Role
from app.foundation.vocabulary.removal_reasons import LABELS as REMOVAL_LABELS
from app.offers.places import Group, Place, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.staff.set_up_steps import set_up_steps

_WORDS = RoomWords(
    events={
        "sign_in": N_("signed in"),
        "sign_in.failed": N_("a sign-in failed"),
        "sign_in.refused": N_("a closed account tried to sign in"),
        "session.ended": N_("ended a session"),
        "proof.given": N_("gave the password again"),
        "proof.failed": N_("gave a wrong password again"),
        "checkpoint.taken": N_("took a signed head away"),
        "organisation.made": N_("set the organisation up"),
        "kit.made": N_("made recovery cards"),
        "kit.confirmed": N_("typed the recovery cards back"),
        "account.made": N_("made an account"),
        "account.invited": N_("invited again"),
        "account.keys_ended": N_("ended a colleague's keys, which somebody else may know"),
        "account.keys_made": N_("made their keys"),
        "account.admitted": N_("admitted a colleague"),
        "account.flags_changed": N_("changed duties"),
        "account.disabled": N_("closed an account"),
        "account.removed_without_row": N_("took somebody without an account out of the key directory"),
        "account.role_changed": N_("changed a role"),
        "account.details_changed": N_("corrected an account"),
        "account.keys_renewed": N_("made new keys"),
        "password.changed": N_("changed their password"),
        "card.made": N_("made a recovery card"),
        "card.used": N_("came back with their recovery card"),
        "card.refused": N_("a recovery card was refused"),
        "session.others_ended": N_("ended their other sessions"),
        "heads.accepted": N_("accepted what is there after a warning"),
        "pending.given": N_("gave a colleague what they are due"),
        "kit.resealed": N_("sealed circles to the new recovery kit"),
        "kit.left_shut": N_("a circle stayed shut to the recovery kit"),
        "organisation.recovered": N_("recovered the organisation with the recovery kit"),
        "admission.words_differ": N_("compared six words that differ"),
        "account.row_differs": N_("met an account whose row differs from the signed directory"),
        "admission.terms_differ": N_("was shown another role, base or duty than there is now"),
    },
    reasons={
        "already-set-up": N_("This organisation is set up already."),
        "username-form": N_(
            "Use 2 to 32 small letters, digits, dots, dashes or underscores, without spaces."
        ),
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
        "nobody-chosen": N_("Choose who takes this."),
        "last-holder": N_("This person is the last holder of a circle. Admit somebody else to it first."),
        "password-too-short": N_("That is too short: at least 15 characters, or five words."),
        "password-too-common": N_(
            "That is easily guessed: common words, repeats, rows of keys, or a name of yours or the organisation's. "
            "Take five words that do not belong together."
        ),
        "end-past": N_("The last day lies in the past."),
        "yourself-invite": N_(
            "You cannot invite yourself. Change your password, or make new keys, on your own account's page."
        ),
        "yourself-role": N_("You cannot change your own role. Ask another director."),
        "yourself-duties": N_("You cannot give yourself duties or take them. Ask another director."),
        "director-only": N_("This person has further duties, so only a director does this."),
        "flag-role": N_("One of these duties does not fit the role."),
        "two-of-three": N_(
            "Nobody alone un-names a member of safeguarding or begins its circle anew: two of three agree, "
            "a member, the outside member and both recovery cards. It is done under About our own people."
        ),
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
        "unknown-worker-code": N_("Nobody of this base has this worker code."),
    },
    notices={
        "signed-out": Notice(N_("You are signed out."), "info"),
        "proof-given": Notice(
            N_("Your password fits. Nothing is done yet: look once more, then send it again."), "info"
        ),
        "password-changed": Notice(N_("Your password is changed. Your other sessions are ended.")),
        "session-ended": Notice(N_("The session is ended.")),
        "sessions-ended": Notice(N_("Your other sessions are ended.")),
        "sealed-to-kit": Notice(N_("Sealed. The recovery kit of now opens your circles too.")),
        "heads-accepted": Notice(
            N_("What is here now is remembered; the next sign-in compares with it."), "info"
        ),
        "cards-typed-back": Notice(N_("Both cards are on paper and right.")),
        "set-up-finished": Notice(N_("Set-up is finished. Next, invite your colleagues.")),
        "admitted": Notice(N_("Admitted. Everything they are due is given.")),
        "admitted-pending": Notice(N_("Admitted. Something is still to be given: see below."), "info"),
        "role-changed": Notice(N_("The role is changed.")),
        "role-changed-pending": Notice(
            N_("The role is changed. Something is still to be given: see below."), "info"
        ),
        "duties-changed": Notice(N_("The duties are changed.")),
        "duties-changed-pending": Notice(
            N_("The duties are changed. Something is still to be given: see below."), "info"
        ),
        "account-closed": Notice(N_("The account is closed. Its sessions and keys are gone.")),
        "handed-over": Notice(N_("Everything is handed over, and the account is closed.")),
        "removed-without-account": Notice(
            N_("The person is out of the key directory. Their circles have new keys.")
        ),
        "given": Notice(N_("Given.")),
        "not-given": Notice(
            N_("Nothing could be given: what is left does not open. It is in the audit trail."), "warning"
        ),
        "draft-thrown-away": Notice(N_("The kept form is thrown away."), "info"),
    },
    facts={
        "flags": N_("duties"),
        "role": N_("role"),
    },
    codes={
        code.value: label
        for code, label in (*ROLE_LABELS.items(), *FLAG_LABELS.items(), *REMOVAL_LABELS.items())
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    set_up=set_up_steps,
    topics={"accounts": Topic(N_("Staff"))},
    places=(
        Place(
            key="accounts",
            label=N_("Staff"),
            endpoint="accounts.list_accounts",
            icon="staff",
            permission=Permission.ACCOUNT_READ,
            group=Group.RUN,
            order=10,
            phone={Role.TECHNICIAN: 20},
        ),
    ),
)
