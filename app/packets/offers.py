"""What packets offer: those that wait for approval, and their words."""

from app.foundation.marking import N_
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.packets.today import due_items

_WORDS = RoomWords(
    events={
        "packet.drafted": N_("began a packet"),
        "packet.changed": N_("changed a packet"),
        "packet.corrected": N_("began a correction of a packet"),
        "packet.submitted": N_("submitted a packet"),
        "packet.returned": N_("sent a packet back"),
        "packet.approved": N_("approved a packet as supervisor"),
        "packet.released": N_("released a packet as director"),
        "packet.exported": N_("made a file of a packet"),
        "packet.downloaded": N_("took a packet's file"),
        "packet.handed_over": N_("recorded a handover"),
        "packet.not_vouched": N_("asked about a packet file that nobody vouches for"),
        "packet.withdrawn": N_("took a packet back"),
    },
    reasons={
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
            "A file of this packet was made, so its words stay as they are. "
            "Begin a correction: a version that replaces it."
        ),
        "packet-not-left": N_("Nothing of this packet has left yet: change it instead of correcting it."),
        "packet-corrected-already": N_(
            "There is a newer version of this packet already. Go on with that one."
        ),
        "packet-own-draft": N_("You wrote in this packet, so somebody else approves and exports it."),
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
        "officer-missing": N_("Write who took it."),
        "unit-missing": N_("Write the officer's unit."),
        "handed-before-made": N_("That was before the file was made."),
    },
    notices={
        "packet-drafted": Notice(N_("The packet is begun. Read every word before it leaves.")),
        "packet-changed": Notice(N_("The packet is saved. If it had been submitted, it is a draft again.")),
        "packet-news": Notice(
            N_("What was written in the case since is in the packet now. Read it before you submit.")
        ),
        "packet-no-news": Notice(N_("Nothing new was written in the case."), "info"),
        "packet-submitted": Notice(N_("Submitted. What is in it is frozen; a supervisor approves it next.")),
        "packet-corrected": Notice(N_("This is the new version. It names the one it replaces.")),
        "packet-approved": Notice(N_("Approved. A director decides next.")),
        "packet-released": Notice(N_("Released. A file can be made for each recipient now.")),
        "packet-returned": Notice(N_("Sent back with your reason."), "info"),
        "packet-exported-before": Notice(
            N_(
                "This file was made already. Its words are shown once only and kept nowhere: "
                "if you did not see them, make another file."
            ),
            "warning",
        ),
        "packet-handed-over": Notice(N_("The handover is recorded.")),
        "packet-withdrawn": Notice(N_("The packet is taken back. Recall every copy listed here."), "warning"),
    },
    facts={
        "language": N_("language"),
        "mark": N_("copy"),
        "number": N_("Packet"),
        "sha256": N_("file"),
        "snapshot": N_("frozen as"),
    },
)

OFFERS = RoomOffers(words=_WORDS, kinds=("packet",), waiting=due_items)
