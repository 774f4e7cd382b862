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
    {Language.ENGLISH: "en-5", Language.KHMER: "km-6"}
)

# The English shows what each key means; the templates fill in `{...}`.
_PHRASES: dict[str, tuple[str, str]] = {
    # Letterhead and running lines. The Kingdom's heading opens formal letters to Cambodian authorities.
    "kingdom": ("", "ព្រះរាជាណាចក្រកម្ពុជា"),
    "motto": ("", "ជាតិ សាសនា ព្រះមហាក្សត្រ"),
    "packet": ("Referral packet", "សំណុំឯកសារបញ្ជូនករណី"),
    "reference": ("Reference", "លេខ"),
    "version": ("version {number}", "កំណែទី{number}"),
    "copy_mark": ("Copy {mark}", "ច្បាប់ចម្លង {mark}"),
    "replaces": ("Replaces", "ជំនួសឯកសារ"),
    "date": ("Date", "កាលបរិច្ឆេទ"),
    "issued_by": ("Issued by", "ចេញដោយ"),
    "to": ("To", "គោរពជូន"),
    "subject": ("Subject", "កម្មវត្ថុ"),
    "subject_line": ("Request for the protection of children", "សំណើសុំអន្តរាគមន៍ និងកិច្ចការពារកុមារ"),
    "confidential": (
        "Confidential: about a child. Only for officers who act on it.",
        "សម្ងាត់៖ ព័ត៌មានអំពីកុមារ។ សម្រាប់តែមន្ត្រីដែលទទួលបន្ទុកចាត់វិធានការលើករណីនេះ។",
    ),
    "page": ("page", "ទំព័រ"),
    "draft_translation": (
        "Draft translation: not for handing over",
        "សេចក្តីព្រាងការបកប្រែ៖ ហាមប្រគល់ជូន · draft translation: not for handing over",
    ),
    "preview": ("Preview: not for handing over", "មើលជាមុន៖ ហាមប្រគល់ជូន · preview: not for handing over"),
    "preview_mark": ("មើលជាមុន · PREVIEW", "មើលជាមុន · PREVIEW"),
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
    "request": ("What we ask", "សំណើរបស់យើងខ្ញុំ"),
    "what_happened": ("What happened (alleged)", "អ្វីដែលបានកើតឡើង (តាមការអះអាង មិនទាន់បញ្ជាក់)"),
    "about_whom": ("About whom (alleged)", "អំពីអ្នកណា (តាមការអះអាង មិនទាន់បញ្ជាក់)"),
    "in_entry": ("entry {number}", "ចំណុចទី {number}"),
    "childs_words_in": (
        "The child's own words stand in entry {number}.",
        "សម្តីផ្ទាល់របស់កុមារមាននៅក្នុងចំណុចទី {number}។",
    ),
    "account_stands_in": (
        "What happened stands in entry {number}.",
        "អ្វីដែលបានកើតឡើងមាននៅក្នុងចំណុចទី {number}។",
    ),
    "goes_on": (
        "It goes on in entry {number}: read all of it there.",
        "មានបន្តនៅក្នុងចំណុចទី {number}៖ សូមអានទាំងស្រុងនៅទីនោះ។",
    ),
    "beside": ("Khmer translation by {by}", "ការបកប្រែដោយ {by}"),
    "check": ("Check this copy", "ពិនិត្យភាពត្រឹមត្រូវនៃច្បាប់ចម្លងនេះ"),
    "check_call": (
        "Call us at a number you already have, and read out {number}, {version}, copy {mark}.",
        "សូមទូរសព្ទមកយើងខ្ញុំ តាមលេខដែលលោកអ្នកមានរួចហើយ ហើយអានលេខ {number} {version} ច្បាប់ចម្លង {mark}។",
    ),
    "check_told": (
        "We say whether it is ours and unaltered, and whether it was replaced or recalled.",
        "យើងខ្ញុំនឹងប្រាប់ថា ឯកសារនេះជារបស់យើងខ្ញុំ មិនត្រូវបានកែប្រែ ត្រូវបានជំនួស ឬត្រូវប្រមូលមកវិញ។",
    ),
    "check_recalled": (
        "A recalled copy is given back to us or destroyed.",
        "ច្បាប់ចម្លងដែលត្រូវប្រមូលមកវិញ ត្រូវប្រគល់ជូនយើងខ្ញុំវិញ ឬបំផ្លាញចោល។",
    ),
    "check_signature": (
        "On a screen, the reader must say that the signature is valid. Its certificate (SHA-256): {certificate}",
        "នៅលើអេក្រង់ កម្មវិធីអានត្រូវបង្ហាញថា ហត្ថលេខាមានសុពលភាព។ វិញ្ញាបនបត្រ (SHA-256)៖ {certificate}",
    ),
    "check_print": (
        "On paper it counts only with our signature and stamp, and with print {print} on every page.",
        "ឯកសារក្រដាសមានតម្លៃតែពេលមានហត្ថលេខា និងត្រារបស់យើងខ្ញុំ ហើយទំព័រនីមួយៗមានលេខបោះពុម្ព {print}។",
    ),
    "print_mark": ("print {print}", "បោះពុម្ពលើកទី {print}"),
    "print_form": ("Print on paper, to be stamped", "ឯកសារបោះពុម្ពសម្រាប់ចុះត្រា"),
    "pages_of_print": ("Pages", "ចំនួនទំព័រ"),
    "met": ("Met by our team.", "បុគ្គលិកអង្គការបានជួប។"),
    "with": ("With", "នៅជាមួយ"),
    "never": ("Never", "ហាមធ្វើជាដាច់ខាត"),
    "not_told": ("not to be told", "អ្នកដែលមិនត្រូវឱ្យដឹង"),
    "the_child": ("the child", "កុមារ"),
    "legal_duty": ("A legal duty", "កាតព្វកិច្ចតាមច្បាប់"),
    "imminent_harm": ("Imminent harm", "ការធ្វើបាប ឬការប៉ះពាល់ជិតកើតឡើង"),
    "call": ("Call, day or night", "លេខទូរសព្ទទំនាក់ទំនង ទាំងថ្ងៃទាំងយប់"),
    "ask_for": ("Ask for", "សូមសុំនិយាយជាមួយ"),
    # Immediate safety.
    "safety": ("Immediate safety", "សុវត្ថិភាពបន្ទាន់"),
    "child_area": ("Where the child is", "តំបន់ដែលកុមារស្ថិតនៅ"),
    "who_has_access": ("Who has access", "អ្នកដែលអាចចូលជិតកុមារ"),
    "danger": ("Danger", "គ្រោះថ្នាក់"),
    "next_contact": ("Next likely contact", "ពេលដែលអាចជួបកុមារលើកក្រោយ"),
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
    "basis_animal-year": ("counted from the animal year", "គិតតាមឆ្នាំសត្វ"),
    "basis_worker-estimate": ("estimated by our worker", "ប៉ាន់ស្មានដោយបុគ្គលិកអង្គការ"),
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
    "guardian_not-safe": ("NOT safe: do not contact", "គ្មានសុវត្ថិភាព៖ ហាមទាក់ទងអាណាព្យាបាល"),
    "guardian_not-known": (
        "Not known: call us before any contact",
        "មិនទាន់ដឹងថាមានសុវត្ថិភាពឬទេ៖ សូមទូរសព្ទមកយើងខ្ញុំ មុនទាក់ទងអាណាព្យាបាល",
    ),
    # Chronology.
    "chronology": ("What happened, in order", "ព្រឹត្តិការណ៍តាមលំដាប់ពេលវេលា"),
    "chronology_key": (
        "Seen: our worker saw it. Heard: our worker heard it. Told: someone told our worker.",
        "ឃើញផ្ទាល់៖ បុគ្គលិកអង្គការបានឃើញដោយផ្ទាល់។ ឮផ្ទាល់៖ បុគ្គលិកអង្គការបានឮដោយផ្ទាល់។ មានគេប្រាប់៖ មានអ្នកផ្សេងប្រាប់បុគ្គលិកអង្គការ។",
    ),
    "when": ("When", "ពេលវេលា"),
    "how_known": ("How known", "ដឹងតាម"),
    "seen": ("Seen", "ឃើញផ្ទាល់"),
    "heard": ("Heard", "ឮផ្ទាល់"),
    "told": ("Told", "មានគេប្រាប់"),
    # Who saw it may be withheld; that it was not our worker never is.
    "told-seen": ("Told by somebody who saw it", "ប្រាប់ដោយអ្នកដែលបានឃើញផ្ទាល់"),
    "told-heard": ("Told by somebody who heard it", "ប្រាប់ដោយអ្នកដែលបានឮផ្ទាល់"),
    "added": ("Added later", "បន្ថែមក្រោយ"),
    "reported": ("Reported by us", "យើងខ្ញុំបានរាយការណ៍"),
    "added_key": (
        "Added later: our worker added it to what they had recorded. Reported by us: our worker said it by voice.",
        "បន្ថែមក្រោយ៖ បុគ្គលិកអង្គការបានបន្ថែមលើអ្វីដែលបានកត់ត្រា។ យើងខ្ញុំបានរាយការណ៍៖ បុគ្គលិកអង្គការបានរាយការណ៍ដោយផ្ទាល់មាត់។",
    ),
    "what": ("What, where, recorded by", "អ្វី ទីកន្លែង អ្នកកត់ត្រា"),
    "place": ("Place", "ទីកន្លែង"),
    "by": ("By", "ដោយ"),
    "recorded": ("Recorded", "កត់ត្រា"),
    "late": ("Late entry", "កត់ត្រាយឺត"),
    "time_not_stated": ("not stated", "មិនបានបញ្ជាក់"),
    "about": ("about {time}", "ប្រហែល {time}"),
    "child_said": ("The child said", "កុមារបាននិយាយ"),
    "translation": ("Translation", "ការបកប្រែ"),
    "asked": ("Asked", "សំណួរដែលបានសួរ"),
    "child_unasked": ("The child spoke unasked", "កុមារបាននិយាយដោយគ្មានអ្នកសួរ"),
    "child_answer": ("The child answered a question", "កុមារបានឆ្លើយសំណួរ"),
    "observed": ("Observed", "អ្វីដែលបានសង្កេត"),
    "involved": ("Involved (alleged)", "អ្នកពាក់ព័ន្ធ (តាមការអះអាង មិនទាន់បញ្ជាក់)"),
    "present": ("Present", "អ្នកដែលនៅទីនោះ"),
    "told_by": ("Told by", "ប្រាប់ដោយ"),
    "put_right": (
        "Put right: first written down {times}. These are the last words.",
        "បានកែតម្រូវ៖ បានកត់ត្រាដំបូង {times}។ នេះជាពាក្យចុងក្រោយ។",
    ),
    "left_out": (
        "[…] or [...] stands here where words about others were left out.",
        "[…] ឬ [...] នៅទីនេះ មានន័យថា ពាក្យអំពីអ្នកដទៃត្រូវបានដកចេញ។",
    ),
    "changed_by": ("Put right by", "កែតម្រូវដោយ"),
    "summary": ("Summary by the organisation", "សេចក្តីសង្ខេបដោយអង្គការ"),
    "kind_account": ("Account", "ការរៀបរាប់"),
    "kind_said": ("The child's words", "សម្តីរបស់កុមារ"),
    "yes": ("yes", "បាទ/ចាស"),
    "no": ("no", "ទេ"),
    "questions": ("Questions to the officer", "សំណួរចំពោះមន្ត្រី"),
    # Consent and assent.
    "grounds": ("Consent and assent", "ការយល់ព្រម និងការយល់ស្របរបស់កុមារ"),
    "agreement": ("Asked for", "បានសុំ"),
    "consent": ("Consent", "ការយល់ព្រម"),
    "assent": ("Child's assent", "ការយល់ស្របរបស់កុមារ"),
    "answer": ("Answer", "ចម្លើយ"),
    "answer_given": ("given", "បានយល់ព្រម"),
    "answer_refused": ("refused", "បានបដិសេធ"),
    "answer_not-asked": ("not asked", "មិនបានសួរ"),
    "given_by": ("From", "អ្នកផ្តល់"),
    "limits": ("Limits", "ដែនកំណត់"),
    "lawful_reason": (
        "Lawful reason for sharing without consent",
        "មូលហេតុស្របច្បាប់សម្រាប់ការចែករំលែកដោយគ្មានការយល់ព្រម",
    ),
    # Held back, stamps, end. English counts one detail apart from several; the Khmer sentence has the count itself.
    "one_detail": ("1 detail is", ""),
    "more_details": ("{count} details are", ""),
    "held_back": (
        "{details} held back here. If you need more, call us and quote {number}.",
        "ព័ត៌មានដែលមិនបានបង្ហាញនៅទីនេះមានចំនួន {count}។ បើត្រូវការបន្ថែម សូមទូរសព្ទមកយើងខ្ញុំ ដោយបញ្ជាក់លេខ {number}។",
    ),
    "our_signature": ("For the organisation: signature and stamp", "ហត្ថលេខា និងត្រារបស់អង្គការ"),
    "received": ("Received by: name, rank, unit, stamp", "អ្នកទទួល៖ ឈ្មោះ ឋានន្តរស័ក្តិ អង្គភាព ត្រា"),
    "received_at": ("Date and time", "កាលបរិច្ឆេទ និងម៉ោង"),
    "stamp_number": ("Stamp number", "លេខចូល"),
    "in_brackets": (
        "In square brackets: the name of a picture or sign, or [letters], that cannot be printed here.",
        "ក្នុងដង្កៀបជ្រុង៖ ឈ្មោះរូប ឬសញ្ញា ឬ [letters] ជំនួសអក្សរ ដែលបោះពុម្ពនៅទីនេះមិនបាន។",
    ),
    "masked": (
        "[…] stands where we took out a name or a place. No other word was changed.",
        "[…] មានន័យថា យើងខ្ញុំបានដកឈ្មោះ ឬទីកន្លែងចេញ។ គ្មានពាក្យផ្សេងទៀតត្រូវបានកែឡើយ។",
    ),
    "end": ("End of packet {number}", "ចប់សំណុំឯកសារ {number}"),
    # What stands between words of ours and of the record. Khmer separates phrases by a space.
    "colon": (": ", "៖ "),
    "between": (", ", " "),
    "stop": (".", "។"),
    "open_quote": ("“", "«"),
    "close_quote": ("”", "»"),
    "text_name": ("The same packet as plain text", "សំណុំឯកសារដដែលជាអក្សរធម្មតា"),
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
