"""The words printed on a packet in each of its languages, which do not depend on who is signed in.

The Khmer column is a draft until a director records its reviewer, which also changes the template version.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Language(StrEnum):
    """A language a packet can be printed in."""

    ENGLISH = "en"
    KHMER = "km"


# Recorded in the registry with every file. Increase a language's number when its words or the templates change.
TEMPLATE_VERSIONS: Mapping[Language, str] = MappingProxyType(
    {Language.ENGLISH: "en-2", Language.KHMER: "km-2"}
)

# The English shows what each key means; the templates fill in `{...}`.
_PHRASES: dict[str, tuple[str, str]] = {
    # Letterhead and running lines. The Kingdom's heading opens formal letters to Cambodian authorities.
    "kingdom": ("", "ព្រះរាជាណាចក្រកម្ពុជា"),
    "motto": ("", "ជាតិ សាសនា ព្រះមហាក្សត្រ"),
    "packet": ("Referral packet", "សំណុំឯកសារបញ្ជូនករណី"),
    "reference": ("Reference", "លេខ"),
    "version": ("version {number}", "កំណែទី{number}"),
    "copy_mark": ("Copy {mark}", "ច្បាប់ {mark}"),
    "replaces": ("Replaces", "ជំនួសឯកសារ"),
    "date": ("Date", "កាលបរិច្ឆេទ"),
    "issued_by": ("Issued by", "ចេញដោយ"),
    "to": ("To", "គោរពជូន"),
    "subject": ("Subject", "កម្មវត្ថុ"),
    "subject_line": ("Request for the protection of children", "សំណើសុំការការពារកុមារ"),
    "confidential": (
        "Confidential: about a child. Only for officers who act on it.",
        "សម្ងាត់៖ អំពីកុមារ។ សម្រាប់តែមន្ត្រីដែលចាត់វិធានការ។",
    ),
    "page": ("page", "ទំព័រ"),
    "draft_translation": (
        "Draft translation: not for handing over",
        "សេចក្តីព្រាងការបកប្រែ · draft translation",
    ),
    "preview": ("Preview: not for handing over", "មើលជាមុន · preview"),
    "preview_mark": ("PREVIEW", "PREVIEW"),
    # Cover. The hours are those of the concern clocks of the same tiers.
    "urgency": ("Urgency", "កម្រិតបន្ទាន់"),
    "urgency_now": ("Now", "បន្ទាន់បំផុត"),
    "urgency_high": ("High", "ខ្ពស់"),
    "urgency_medium": ("Medium", "មធ្យម"),
    "urgency_low": ("Low", "ទាប"),
    "act_now": ("Please act at once", "សូមចាត់វិធានការភ្លាម"),
    "act_high": ("Please act within 24 hours", "សូមចាត់វិធានការក្នុងរយៈពេល ២៤ ម៉ោង"),
    "act_medium": ("Please act within 72 hours", "សូមចាត់វិធានការក្នុងរយៈពេល ៧២ ម៉ោង"),
    "act_low": ("Please act within 7 days", "សូមចាត់វិធានការក្នុងរយៈពេល ៧ ថ្ងៃ"),
    "request": ("What we ask", "អ្វីដែលយើងស្នើសុំ"),
    "call": ("Call, day or night", "ទូរសព្ទមកយើង ទាំងថ្ងៃទាំងយប់"),
    "ask_for": ("Ask for", "សូមសុំនិយាយជាមួយ"),
    # Immediate safety.
    "safety": ("Immediate safety", "សុវត្ថិភាពបន្ទាន់"),
    "child_area": ("Where the child is", "តំបន់ដែលកុមារស្ថិតនៅ"),
    "who_has_access": ("Who has access", "អ្នកដែលអាចចូលជិតកុមារ"),
    "next_contact": ("Next likely contact", "ការជួបលើកក្រោយដែលអាចកើតមាន"),
    "medical_need": ("Urgent medical need", "តម្រូវការវេជ្ជសាស្ត្របន្ទាន់"),
    "safe_contact": ("Safe way to make contact", "វិធីទាក់ទងដោយសុវត្ថិភាព"),
    # Children.
    "children": ("Children", "កុមារ"),
    "each_child": ("About each child", "អំពីកុមារម្នាក់ៗ"),
    "child": ("Child", "កុមារ"),
    "code": ("Code", "កូដ"),
    "name": ("Name", "ឈ្មោះ"),
    "name_romanised": ("Name in Latin letters", "ឈ្មោះជាអក្សរឡាតាំង"),
    "name_local": ("Name in local script", "ឈ្មោះជាអក្សរខ្មែរ"),
    "age": ("Age", "អាយុ"),
    "years": ("{years} years", "{years} ឆ្នាំ"),
    "basis_document": ("from a document", "តាមឯកសារ"),
    "basis_child-says": ("as the child says", "តាមសម្តីកុមារ"),
    "basis_family-says": ("as the family says", "តាមសម្តីគ្រួសារ"),
    "basis_worker-estimate": ("estimated by our worker", "ប៉ាន់ស្មានដោយបុគ្គលិករបស់យើង"),
    # An age without a qualifying word reads as a fact.
    "basis_not-recorded": ("how it is known is not recorded", "មិនបានកត់ត្រាថាដឹងដោយរបៀបណា"),
    "sex": ("Sex", "ភេទ"),
    "sex_female": ("female", "ស្រី"),
    "sex_male": ("male", "ប្រុស"),
    "sex_other": ("other", "ផ្សេងទៀត"),
    "language": ("Language", "ភាសា"),
    "disability": ("Disability", "ពិការភាព"),
    "appearance": ("Appearance", "រូបរាង"),
    "guardian": ("Guardian", "អាណាព្យាបាល"),
    "guardian_safety": ("Is the guardian safe?", "តើអាណាព្យាបាលមានសុវត្ថិភាពឬទេ?"),
    "guardian_safe": ("Safe to contact", "អាចទាក់ទងបានដោយសុវត្ថិភាព"),
    "guardian_not-safe": ("NOT safe: do not contact", "មិនមានសុវត្ថិភាព៖ សូមកុំទាក់ទង"),
    "guardian_not-known": (
        "Not known: call us before any contact",
        "មិនទាន់ដឹង៖ សូមទូរសព្ទមកយើងជាមុន",
    ),
    # Chronology.
    "chronology": ("What happened, in order", "ព្រឹត្តិការណ៍តាមលំដាប់ពេលវេលា"),
    "chronology_key": (
        "Seen: our worker saw it. Heard: our worker heard it. Told: someone told our worker.",
        "ឃើញ៖ បុគ្គលិករបស់យើងបានឃើញ។ ឮ៖ បុគ្គលិករបស់យើងបានឮ។ គេប្រាប់៖ មានគេប្រាប់បុគ្គលិករបស់យើង។",
    ),
    "when": ("When", "ពេលវេលា"),
    "how_known": ("How known", "ដឹងតាម"),
    "seen": ("Seen", "ឃើញ"),
    "heard": ("Heard", "ឮ"),
    "told": ("Told", "គេប្រាប់"),
    "what": ("What, where, recorded by", "អ្វី ទីកន្លែង អ្នកកត់ត្រា"),
    "place": ("Place", "ទីកន្លែង"),
    "by": ("By", "ដោយ"),
    "recorded": ("Recorded", "កត់ត្រា"),
    "late": ("Late entry", "កត់ត្រាយឺត"),
    "time_not_stated": ("not stated", "មិនបានបញ្ជាក់"),
    "about": ("about {time}", "ប្រហែល {time}"),
    # Consent and assent.
    "grounds": ("Consent and assent", "ការយល់ព្រម និងការយល់ស្រប"),
    "agreement": ("Asked for", "បានសុំ"),
    "consent": ("Consent", "ការយល់ព្រម"),
    "assent": ("Child's assent", "ការយល់ស្របរបស់កុមារ"),
    "answer": ("Answer", "ចម្លើយ"),
    "answer_given": ("given", "បានយល់ព្រម"),
    "answer_refused": ("refused", "បានបដិសេធ"),
    "answer_not-asked": ("not asked", "មិនបានសួរ"),
    "given_by": ("From", "ពី"),
    "limits": ("Limits", "ដែនកំណត់"),
    "lawful_reason": (
        "Lawful reason for sharing without consent",
        "មូលហេតុស្របច្បាប់សម្រាប់ការចែករំលែកដោយគ្មានការយល់ព្រម",
    ),
    # Held back, stamps, end.
    "held_back": (
        "Held back here: {count}. If you need more, call us and quote {number}.",
        "ព័ត៌មានមិនបានបង្ហាញនៅទីនេះ៖ {count}។ បើត្រូវការបន្ថែម សូមទូរសព្ទមកយើង ដោយបញ្ជាក់លេខ {number}។",
    ),
    "our_signature": ("For the organisation: signature and stamp", "ហត្ថលេខា និងត្រារបស់អង្គការ"),
    "received": ("Received by: name, rank, unit, stamp", "អ្នកទទួល៖ ឈ្មោះ ឋានន្តរស័ក្តិ អង្គភាព ត្រា"),
    "received_at": ("Date and time", "កាលបរិច្ឆេទ និងម៉ោង"),
    "stamp_number": ("Stamp number", "លេខចូល"),
    "in_brackets": (
        "In square brackets: the name of a picture or sign, or […] for letters, that cannot be printed here.",
        "ក្នុងដង្កៀបជ្រុង៖ ឈ្មោះរូប ឬសញ្ញា ឬ […] ជំនួសអក្សរ ដែលបោះពុម្ពនៅទីនេះមិនបាន។",
    ),
    "as_typed": (
        "The text attached to this file has them as they were typed.",
        "អត្ថបទដែលភ្ជាប់ជាមួយឯកសារនេះមានវាដូចដែលបានវាយ។",
    ),
    "end": ("End of packet {number}", "ចប់ឯកសារ {number}"),
    "text_name": ("The same packet as plain text", "ឯកសារដដែលជាអក្សរធម្មតា"),
}

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    Language.KHMER: (
        "មករា",
        "កុម្ភៈ",
        "មីនា",
        "មេសា",
        "ឧសភា",
        "មិថុនា",
        "កក្កដា",
        "សីហា",
        "កញ្ញា",
        "តុលា",
        "វិច្ឆិកា",
        "ធ្នូ",
    ),
}

_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def words_in(language: Language) -> Mapping[str, str]:
    """Return every phrase in one language, by key."""
    column = list(Language).index(language)
    return MappingProxyType({key: phrases[column] for key, phrases in _PHRASES.items()})


def month_name(month: int, language: Language) -> str:
    """Return the name of a month, 1 to 12: short in English, full in Khmer."""
    return _MONTHS[language][month - 1]


def with_local_digits(text: str, language: Language) -> str:
    """Write digits as the language's readers do in dates and counts; phone and packet numbers stay Latin."""
    return text.translate(_KHMER_DIGITS) if language is Language.KHMER else text
