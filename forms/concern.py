"""Forms of concerns: what was seen, heard or told, the child's own words, and what supervision does with them."""

from typing import ClassVar

from wtforms import BooleanField, FieldList, Form, FormField

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import (
    addition_kinds,
    concern_kinds,
    concern_states,
    evidence_bases,
    languages,
    promptings,
    urgencies,
)
from app.foundation.vocabulary.addition_kinds import SPOKEN_REPORTS, AdditionKind
from app.foundation.vocabulary.concern_kinds import STANDING
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.urgencies import Urgency
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    HourField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
    choices_of,
)
from forms.following import OnlyWith
from forms.ids import CarriedField, UuidField

LINE, LINES, WORDS = 200, 2000, 8000

URGENCIES = {
    Urgency.NOW: N_("Now: somebody must act within minutes"),
    Urgency.HIGH: N_("High: within a day"),
    Urgency.MEDIUM: N_("Medium: within three days"),
    Urgency.LOW: N_("Low: within a week"),
}
_WITH_DEGREE = {kind: label for kind, label in concern_kinds.LABELS.items() if kind not in STANDING}
_STATES = {"open": N_("Not closed")} | {str(state): label for state, label in concern_states.LABELS.items()}
_SITUATIONS = {kind: label for kind, label in concern_kinds.LABELS.items() if kind in STANDING}

NO, YES = "no", "yes"
CHILD, NOBODY = "child", "nobody"
BELONGS_TO = {CHILD: N_("To another child"), NOBODY: N_("To no child: nobody knows yet which")}
MOST_CHILDREN = 30
READERS_ONLY = choices_of({"overdue": N_("Overdue")}, blank=N_("Everything"))
"""The inbox filters for people who read concerns but do not receive them."""

BEFORE_BIRTH = N_("It was so before the child was born")
"""Asked where a day lies before a child's birth: about a child who was not born yet there may be a concern."""


class SaidForm(Form):
    """What was seen, heard or told, when, and how urgent it is."""

    urgency = OneOfField(
        N_("How urgent"),
        [Answered(N_("Choose how urgent it is."))],
        choices=choices_of(URGENCIES),
        default=Urgency.HIGH.value,
    )
    basis = OneOfField(
        N_("How you know"),
        [Answered(N_("Say whether it was seen, heard or told."))],
        choices=choices_of(evidence_bases.LABELS),
    )
    account = LinesField(
        N_("What was seen, heard or told"),
        [Answered(N_("Write what was seen, heard or told.")), at_most(WORDS)],
    )
    seen_on = DayField(
        N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.HAPPENED
    )
    seen_at = HourField(N_("Time, if known"))


class ObservedForm(SaidForm):
    """All that is asked by a concern and by a report about our own people."""

    record_id = RecordIdField()
    receipt = CarriedField()
    left_out = SeveralField(N_("Do not send it to"))
    place = LineField(N_("Where"), [at_most(LINE)])
    look_for = LineField(N_("Name or code, if we know the child"), [at_most(LINE)])
    looked_for = CarriedField()
    child_id = UuidField(N_("Which child"))
    child_words = LinesField(N_("The child, in words"), [at_most(LINES)])
    involved = LinesField(N_("Who was involved, in words"), [at_most(LINES)])
    present = LineField(N_("Who else was present"), [at_most(LINE)])
    source = LineField(N_("Who saw it or told it, if not you"), [at_most(LINE)])
    at_risk_of = SeveralField(N_("At risk of"), choices=choices_of(_WITH_DEGREE))
    experiencing = SeveralField(N_("Happening now"), choices=choices_of(_WITH_DEGREE))
    situation = SeveralField(N_("The child's situation"), choices=choices_of(_SITUATIONS))


class ConcernForm(ObservedForm):
    """A new concern. `base_id` is asked of directors, `about` only when it is about one of our own people."""

    marks: ClassVar[Marks] = {
        "in-the-future": "seen_at",
        "too-long-ago": "seen_on",
        "no-words": "account",
        "about-missing": "about",
        "choose-base": "base_id",
        "no-safeguarding": "is_our_own",
        "child-of-another-base": "child_id",
        "before-born": "is_before_birth",
        "before-any-birth": "is_before_birth",
    }
    encounter_id = UuidField()
    is_before_birth = BooleanField(BEFORE_BIRTH)
    visit_id = UuidField()
    base_id = ChoiceField(N_("Base"))
    is_our_own = OneOfField(
        N_("Is it about one of our own people?"),
        choices=choices_of({NO: N_("No"), YES: N_("Yes")}),
        default=NO,
    )
    about = LinesField(
        N_("Who it is about"),
        [
            at_most(LINES),
            OnlyWith(
                "is_our_own",
                {YES},
                message=N_("Take this out, or say Yes: it is about one of our own people."),
            ),
        ],
    )


class AllegationForm(ObservedForm):
    """Something said about one of our own people."""

    marks: ClassVar[Marks] = {
        "in-the-future": "seen_at",
        "too-long-ago": "seen_on",
        "no-words": "account",
        "about-missing": "about",
    }
    adds_to = UuidField()
    about = LinesField(
        N_("Who it is about"), [Answered(N_("Write who it is about, in words.")), at_most(LINES)]
    )


class AdditionForm(Form):
    """Something more, or a spoken report."""

    marks: ClassVar[Marks] = {
        "in-the-future": "happened_at",
        "too-long-ago": "happened_on",
        "no-words": "account",
        "before-born": "is_before_birth",
        "before-any-birth": "is_before_birth",
    }
    record_id = RecordIdField()
    kind = OneOfField(
        N_("What you add"), choices=choices_of(addition_kinds.LABELS), default=AdditionKind.NOTE.value
    )
    told_whom = LineField(
        N_("Whom you told: office, desk or number"),
        [
            at_most(LINE),
            OnlyWith(
                "kind",
                SPOKEN_REPORTS,
                message=N_("Take this out, or choose above whom you told."),
            ),
        ],
    )
    happened_on = DayField(
        N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.HAPPENED
    )
    happened_at = HourField(N_("Time, if known"))
    is_before_birth = BooleanField(BEFORE_BIRTH)
    account = LinesField(N_("In words"), [at_most(WORDS)])


class DisclosureForm(Form):
    """A child's own words. No prompt is leading, and none asks for more than is needed to decide what to do."""

    marks: ClassVar[Marks] = {
        "in-the-future": "heard_at",
        "too-long-ago": "heard_on",
        "before-born": "heard_on",
        "before-any-birth": "heard_on",
        "no-words": "said",
        "question-missing": "question",
        "unknown-worker-code": "heard_by",
    }
    record_id = RecordIdField()
    corrects_id = UuidField()
    said = LinesField(
        N_("The child's exact words"), [Answered(N_("Write the child's own words.")), at_most(WORDS)]
    )
    language = ChoiceField(
        N_("Language the child spoke"), choices=choices_of(languages.LABELS), default=Language.KHM.value
    )
    prompting = OneOfField(
        N_("How it came to be said"),
        [Answered(N_("Say whether the child spoke unasked."))],
        choices=choices_of(promptings.LABELS),
    )
    question = LinesField(
        N_("The question, word for word"),
        [
            at_most(LINES),
            OnlyWith(
                "prompting",
                {Prompting.PROMPTED.value},
                message=N_("Take the question out, or say that the child was asked."),
            ),
        ],
    )
    translation = LinesField(N_("Translation"), [at_most(WORDS)])
    translated_by = LineField(
        N_("Who translated"),
        [at_most(LINE), OnlyWith("translation", message=N_("Write the translation too, or take this out."))],
    )
    heard_on = DayField(
        N_("Day it was said"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.DONE
    )
    heard_at = HourField(N_("Time, if known"))
    heard_by = LineField(N_("Worker code of who heard it"), [at_most(20)])
    place = LineField(N_("Where"), [at_most(LINE)])
    present = LineField(N_("Who was present"), [at_most(LINE)])
    demeanour = LinesField(N_("What you could see of how the child was"), [at_most(LINES)])


class UrgencyForm(Form):
    """Another urgency, and why."""

    marks: ClassVar[Marks] = {"reason-missing": "reason", "same-urgency": "urgency"}
    version = VersionField()
    urgency = OneOfField(
        N_("How urgent"), [Answered(N_("Choose how urgent it is."))], choices=choices_of(URGENCIES)
    )
    reason = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(LINES)])


class ClosingForm(Form):
    """Why it is closed."""

    marks: ClassVar[Marks] = {"reason-missing": "reason"}
    version = VersionField()
    reason = LinesField(
        N_("Why it is closed, and what was done"), [Answered(N_("Write the reason.")), at_most(LINES)]
    )


class ConcernChildForm(Form):
    """Which child it is about: found by name or code, then chosen.

    `meeting_too` is asked when the concern came from a meeting with one child who has no record yet.
    """

    marks: ClassVar[Marks] = {
        "choose-child": "child_id",
        "child-of-another-base": "child_id",
        "child-twice": "child_id",
        "unknown-child": "child_id",
        "linked-already": "child_id",
        "concern-in-a-case": "child_id",
        "before-born": "is_before_birth",
        "before-any-birth": "is_before_birth",
    }
    version = VersionField()
    look_for = LineField(N_("Name or code"), [at_most(LINE)])
    looked_for = CarriedField()
    child_id = UuidField(N_("Which child"))
    is_before_birth = BooleanField(BEFORE_BIRTH)
    meeting_too = BooleanField(N_("Link the child of the meeting to the same record"))


class ReopeningForm(Form):
    """Why its closing was a mistake."""

    marks: ClassVar[Marks] = {"reason-missing": "reason"}
    version = VersionField()
    reason = LinesField(
        N_("Why closing it was a mistake"), [Answered(N_("Write the reason.")), at_most(LINES)]
    )


class ElsewhereForm(Form):
    """Where a concern belongs instead: to another child, found by name or code, or to no child; and why."""

    marks: ClassVar[Marks] = {
        "reason-missing": "reason",
        "choose-child": "child_id",
        "child-of-another-base": "child_id",
        "concern-in-no-place": "belongs_to",
        "before-born": "is_before_birth",
        "before-any-birth": "is_before_birth",
    }
    version = VersionField()
    belongs_to = OneOfField(
        N_("Where it belongs"),
        [Answered(N_("Say where it belongs."))],
        choices=choices_of(BELONGS_TO),
        default=CHILD,
    )
    look_for = LineField(N_("Name or code"), [at_most(LINE)])
    looked_for = CarriedField()
    child_id = UuidField(N_("Which child"))
    is_before_birth = BooleanField(BEFORE_BIRTH)
    into_case = BooleanField(N_("Put it into the open case of that child, if there is one"), default=True)
    reason = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(LINES)])


class ForChildForm(Form):
    """What of a concern is about one child. `said` gets its choices from the concern; `row_id` is the meeting's."""

    row_id = UuidField()
    find = LineField(N_("Name or code"), [at_most(LINE)], default="")
    found_by = CarriedField(default="")
    known = UuidField(N_("Which child"))
    child_words = LineField(N_("How this child was described"), [at_most(LINE)], default="")
    words = LinesField(N_("What is about this child"), [at_most(WORDS)])
    involved = LinesField(N_("Who was involved, in words"), [at_most(LINES)])
    present = LineField(N_("Who else was present"), [at_most(LINE)])
    said = SeveralField(N_("What this child said"))


class ForEachChildForm(Form):
    """Each child that a concern is about."""

    marks: ClassVar[Marks] = {
        "child-twice": "children.find",
        "unknown-child": "children.find",
        "linked-already": "children.find",
        "child-of-another-base": "children.find",
        "before-born": "is_before_birth",
        "before-any-birth": "is_before_birth",
    }
    version = VersionField()
    is_before_birth = BooleanField(BEFORE_BIRTH)
    children = FieldList(FormField(ForChildForm), max_entries=MOST_CHILDREN)


class InboxForm(Form):
    """The filter above the inbox; an unknown value counts as no choice."""

    state = ChoiceField(
        N_("Show"),
        choices=choices_of(_STATES),
        default="open",
    )
    urgency = ChoiceField(N_("Urgency"), choices=choices_of(urgencies.LABELS, blank=N_("Any")), default="")
    only = ChoiceField(
        N_("Only"),
        choices=[*READERS_ONLY, *choices_of({"mine": N_("Received by me")})],
        default="",
    )


class AdmitForm(Form):
    """The six words that the newcomer reads from their screen."""

    marks: ClassVar[Marks] = {"words-differ": "words"}
    words = LineField(
        N_("The six words from their screen"),
        [Answered(N_("Type the six words.")), at_most(LINE)],
    )
