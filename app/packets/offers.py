"""What packets offer: those that wait for approval, copies nobody heard of for long, and their words."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.mistakes.markables import declare_reliance
from app.offers.places import CasePlace, CaseTab, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.packets.holdings import held, left_behind
from app.packets.listing import packets_with_number
from app.packets.reliance import left_in_packet
from app.packets.today import due_copies, due_items

_WORDS = RoomWords(
    events={
        "packet.drafted": N_("began a packet"),
        "packet.changed": N_("changed a packet"),
        "packet.corrected": N_("began a correction of a packet"),
        "packet.submitted": N_("submitted a packet"),
        "packet.change_refused": N_("left a packet as it is although a record changed"),
        "packet.returned": N_("sent a packet back"),
        "packet.approved": N_("approved a packet as supervisor"),
        "packet.released": N_("approved a packet as director"),
        "packet.exported": N_("made a file of a packet"),
        "packet.downloaded": N_("took a packet's file"),
        "packet.handed_over": N_("recorded that a copy was handed over"),
        "packet.received": N_("recorded that a copy was received"),
        "packet.outcome": N_("recorded what a unit did"),
        "packet.recall_asked": N_("recalled a copy"),
        "packet.recall_ended": N_("recorded what became of a recalled copy"),
        "packet.step_corrected": N_("put right what was recorded of a copy"),
        "packet.step_taken_out": N_("said that what was recorded of a copy was a mistake"),
        "packet.template_reviewed": N_("recorded a review of the packet's template"),
        "packet.not_vouched": N_("asked about a packet file that nobody vouches for"),
        "packet.withdrawn": N_("withdrew a packet"),
    },
    reasons={
        "packet-no-request": N_("Write what you ask the unit to do."),
        "packet-no-headline": N_("The entry chosen for the first page does not leave. Choose another one."),
        "packet-not-khmer": N_("This is not in Khmer letters. Only names may stand in others."),
        "packet-khmer-unmasks": N_(
            "This tells a name or place that was taken out of the packet, and that its original does not tell."
        ),
        "packet-no-phone": N_("Write the number that is answered day and night."),
        "packet-no-recipient": N_("Choose who the packet goes to."),
        "packet-unknown-body": N_("Choose the units from the list offered."),
        "packet-too-many-recipients": N_("That is too many units for one packet."),
        "packet-no-such-part": N_("This part is not in the packet any more."),
        "packet-mask-not-found": N_(
            "One of these words stands nowhere in this part. Copy it exactly as it stands there."
        ),
        "packet-mask-too-long": N_(
            "A name or place has at most six words. Write each on a line of its own, or withhold the whole part."
        ),
        "packet-mask-ordinary": N_(
            "Only names and places are taken out. Without a word such as “not” or “so”, a sentence says something "
            "else: copy the whole name, or withhold the whole part."
        ),
        "packet-mask-too-short": N_("A name or place has at least two letters."),
        "packet-mask-too-many": N_("That is too much to take out: withhold the whole part instead."),
        "packet-case-mistaken": N_("Its case was closed because it should never have been opened."),
        "packet-source-gone": N_(
            "Something in this packet has no record behind it any more, or its record does not open for you. "
            "Take in what the records say now, or withhold it."
        ),
        "packet-source-changed": N_(
            "A record about this child was changed or removed outside Wayhome, so nobody can tell what it says. "
            "Nothing leaves until it is put right: ask your technician."
        ),
        "packet-mask-outdated": N_(
            "A record says something else since a name or place in it was taken out. Take in what it says now, and "
            "take the name out anew."
        ),
        "packet-identity-changed": N_(
            "A name, age, sex, guardian or safe way of contact was changed in the records. Take it in, or leave the "
            "packet as it is for a reason."
        ),
        "packet-records-changed": N_(
            "A record says something else since it was taken into this packet. Take it in, or leave the packet as it "
            "is for a reason."
        ),
        "packet-whole-waits": N_(
            "Something was added to the concern about several children that this child's was made from, and nobody has "
            "received it yet. A supervisor reads it first: it may be about this child."
        ),
        "packet-whole-corrected": N_(
            "Words of this child were corrected beside the concern about several children. A supervisor corrects them "
            "beside this child's own concern too; then take that in."
        ),
        "packet-without-sources": N_(
            "This packet was frozen before packets named their records. Change it and submit it again, or begin a "
            "correction: then every word is taken from its record."
        ),
        "packet-pages-not-seen": N_(
            "Look at every page of what is frozen now, and say below each that you have read it."
        ),
        "packet-not-refusable": N_(
            "Nothing stands behind this any more, so it cannot stay. Send the packet back, so that it is taken out."
        ),
        "packet-not-draft": N_("This packet was submitted already."),
        "packet-not-submitted": N_("This packet was not submitted yet."),
        "packet-withdrawn": N_("This packet was withdrawn."),
        "packet-put-back": N_(
            "The audit trail says that this packet was sent back, changed or withdrawn since it was frozen so. "
            "Somebody put an older one in its place, outside Wayhome: ask your technician."
        ),
        "packet-left": N_(
            "A file of this packet was made, so its words stay as they are. "
            "Begin a correction: a version that replaces it."
        ),
        "packet-case-closed": N_(
            "The case is closed, so a supervisor begins the correction and says why. Ask yours; a recall needs nothing."
        ),
        "packet-not-left": N_("Nothing of this packet has left yet: change it instead of correcting it."),
        "packet-corrected-already": N_(
            "There is a newer version of this packet already. Go on with that one."
        ),
        "packet-own-draft": N_("You wrote in this packet, so somebody else approves and exports it."),
        "packet-own-change": N_(
            "You changed what somebody else had written in a record of this packet, so somebody else approves it."
        ),
        "packet-approved-by-you": N_("You approved this packet already; the next step is somebody else's."),
        "packet-supervisor-first": N_("A supervisor who did not write in it approves first."),
        "packet-approved-already": N_("This step is done already."),
        "packet-not-approved": N_(
            "A supervisor and then a director must approve exactly what is frozen now."
        ),
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
        "packet-too-long": N_(
            "Printed, this packet has more than 40 pages: too many to draw, and to read in a hurry. "
            "Switch off entries, or shorten the longest ones."
        ),
        "packet-drawing-stopped": N_(
            "Drawing the pages took too long and was stopped. Nothing was made, and nothing is lost. Try again when "
            "fewer people are at work; if it happens again, switch off entries or shorten the longest ones."
        ),
        "khmer-draft": N_(
            "The Khmer template is a draft translation that nobody has reviewed yet. Hand over the English file."
        ),
        "no-file-made": N_("No file of this copy was made yet."),
        "not-recalled": N_("Nobody asked for this copy back. Record that first."),
        "recall-stays": N_(
            "A recall is not taken out: units may have read it already. Put its words right instead."
        ),
        "packet-recalled": N_(
            "This copy was asked back, so nothing more is made of it or handed over. If the unit shall have the packet "
            "again, begin a correction."
        ),
        "steps-out-of-order": N_(
            "This does not fit the days recorded of this copy: it is handed over before it is received, and asked back "
            "before it is given back. Look at both days, and put right the wrong one first."
        ),
        "nothing-put-right": N_(
            "Nothing here differs from the record. Write what is right, or go back and leave it as it is."
        ),
        "corrected-already": N_("This was put right already. Look at what stands there now."),
        "outcome-missing": N_("Write what the unit did, or that it did nothing."),
        "reviewer-missing": N_("Write who read it."),
        "officer-missing": N_("Write who took it."),
        "unit-missing": N_("Write the officer's unit."),
        "handed-before-made": N_("That was before the file was made."),
    },
    notices={
        "packet-drafted": Notice(N_("The packet is begun. Read every word before it leaves.")),
        "packet-changed": Notice(N_("The packet is saved. If it had been submitted, it is a draft again.")),
        "packet-news": Notice(
            N_("The packet says now what the records say. Read what changed before you submit.")
        ),
        "packet-no-news": Notice(N_("Nothing is new: the packet says what the records say."), "info"),
        "packet-no-news-open": Notice(
            N_(
                "Nothing is new in the records that open for you. Others about this child do not open for you: ask a "
                "supervisor."
            ),
            "warning",
        ),
        "packet-refused": Notice(N_("The packet stays as it is there, with your reason."), "info"),
        "packet-submitted": Notice(N_("Submitted. What is in it is frozen; a supervisor approves it next.")),
        "packet-corrected": Notice(N_("This is the new version. It names the one it replaces.")),
        "packet-approved": Notice(N_("Approved. A director decides next.")),
        "packet-released": Notice(N_("Approved. A file can be made for each recipient now.")),
        "packet-returned": Notice(N_("Sent back with your reason."), "info"),
        "packet-exported-before": Notice(
            N_(
                "This file was made already. Its words are shown once only and kept nowhere: "
                "if you did not see them, make another file."
            ),
            "warning",
        ),
        "packet-handed-over": Notice(N_("The handover is recorded.")),
        "packet-received": Notice(N_("The receipt is recorded.")),
        "packet-outcome": Notice(N_("What the unit did is recorded.")),
        "packet-recall-asked": Notice(N_("The copy is recalled. Whoever checks it reads so."), "warning"),
        "packet-recall-ended": Notice(N_("What became of the copy is recorded.")),
        "packet-step-corrected": Notice(N_("It is put right. What stood there before stays readable.")),
        "packet-step-taken-out": Notice(N_("It counts for nothing from now on, and stays readable."), "info"),
        "packet-template-reviewed": Notice(N_("The review is recorded.")),
        "packet-withdrawn": Notice(N_("The packet is withdrawn. Recall every copy listed here."), "warning"),
    },
    facts={
        "language": N_("language"),
        "mark": N_("copy"),
        "step": N_("what happened"),
        "recipient": N_("recipient"),
        "template": N_("template"),
        "verdict": N_("found"),
        "number": N_("Packet"),
        "sha256": N_("file"),
        "snapshot": N_("frozen as"),
    },
)

declare_reliance(left_in_packet)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={"packet": RecordPage("packets.show_packet", "packet_id")},
    topics={"packets": Topic(N_("Packets"))},
    places=(
        Place(
            key="packets",
            label=N_("Packets"),
            endpoint="packets.list_packets",
            icon="packets",
            permission=Permission.PACKET_READ,
            group=Group.WORK,
            order=70,
            phone={Role.DIRECTOR: 40},
        ),
    ),
    case_places=(
        CasePlace(
            tab=CaseTab.PAPERS,
            label=N_("Prepare a packet"),
            endpoint="packets.new_packet",
            permission=Permission.PACKET_DRAFT,
            order=30,
            argument="case",
            only_open=True,
        ),
    ),
    waiting=lambda work: (*due_items(work), *left_behind(work)),
    due=due_copies,
    held=held,
    by_code=packets_with_number,
)
