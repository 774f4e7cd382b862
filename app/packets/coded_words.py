"""Says in Khmer what a packet took from a list of coded answers; everything else stays as it was written.

Contents hold these answers as their English labels. Only whole labels in their own place are translated: no word of
what a person wrote is ever changed. The words are part of the template, so a change of them is a new version.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from app.foundation.vocabulary import company, guardian_relations, languages, sharing_partners
from app.packets.wording import Language, words_in

_KHMER: Mapping[StrEnum, str] = {
    languages.Language.KHM: "ខ្មែរ",
    languages.Language.VIE: "វៀតណាម",
    languages.Language.CJA: "ចាម",
    languages.Language.JRA: "ចារ៉ាយ",
    languages.Language.TPU: "ទំពួន",
    languages.Language.CMO: "ពូនង",
    languages.Language.THA: "ថៃ",
    languages.Language.LAO: "ឡាវ",
    languages.Language.CMN: "ចិន (កុកងឺ)",
    languages.Language.NAN: "ចិន (ទាជីវ ហុកគៀន)",
    languages.Language.YUE: "ចិន (កាតាំង)",
    languages.Language.CSX: "ភាសាសញ្ញាកម្ពុជា",
    languages.Language.ENG: "អង់គ្លេស",
    languages.Language.FRA: "បារាំង",
    languages.Language.HIN: "ហិណ្ឌី",
    languages.Language.BEN: "បេង៉ាលី",
    languages.Language.MAR: "ម៉ារ៉ាធី",
    languages.Language.TAM: "តាមីល",
    languages.Language.TEL: "តេលូហ្គូ",
    languages.Language.URD: "អ៊ូរឌូ",
    languages.Language.NEP: "នេប៉ាល់",
    languages.Language.INS: "ភាសាសញ្ញាឥណ្ឌា",
    languages.Language.PLT: "ម៉ាឡាហ្គាស៊ី",
    languages.Language.TGL: "តាហ្គាឡុក",
    languages.Language.CEB: "សេប៊ូអាណូ",
    languages.Language.ILO: "អ៊ីឡូកាណូ",
    languages.Language.MIS: "ភាសាផ្សេងទៀត",
    languages.Language.UND: "មិនដឹង",
    guardian_relations.GuardianRelation.MOTHER: "ម្តាយ",
    guardian_relations.GuardianRelation.FATHER: "ឪពុក",
    guardian_relations.GuardianRelation.STEPMOTHER: "ម្តាយចុង",
    guardian_relations.GuardianRelation.STEPFATHER: "ឪពុកចុង",
    guardian_relations.GuardianRelation.GRANDMOTHER: "ជីដូន",
    guardian_relations.GuardianRelation.GRANDFATHER: "ជីតា",
    guardian_relations.GuardianRelation.AUNT: "មីង ឬអ៊ំស្រី",
    guardian_relations.GuardianRelation.UNCLE: "ពូ ឬអ៊ំប្រុស",
    guardian_relations.GuardianRelation.OLDER_SISTER: "បងស្រី",
    guardian_relations.GuardianRelation.OLDER_BROTHER: "បងប្រុស",
    guardian_relations.GuardianRelation.OTHER_RELATIVE: "សាច់ញាតិផ្សេងទៀត",
    guardian_relations.GuardianRelation.FOSTER_CARER: "អ្នកថែទាំក្នុងគ្រួសារថែទាំជំនួស (មិនជាប់សាច់ញាតិ)",
    guardian_relations.GuardianRelation.LEGAL_GUARDIAN: "អាណាព្យាបាលស្របច្បាប់",
    guardian_relations.GuardianRelation.RESIDENTIAL_CARER: "អ្នកថែទាំនៅមណ្ឌល ឬទីជម្រក",
    guardian_relations.GuardianRelation.FAMILY_FRIEND: "មិត្តរបស់គ្រួសារ ឬអ្នកជិតខាង",
    guardian_relations.GuardianRelation.HUSBAND_OR_WIFE: "ប្តី ប្រពន្ធ ឬដៃគូ",
    guardian_relations.GuardianRelation.UNRELATED_ADULT: "មនុស្សពេញវ័យដែលមិនមែនសាច់ញាតិ",
    guardian_relations.GuardianRelation.NOT_KNOWN: "មិនដឹង",
    company.Company.ALONE: "ម្នាក់ឯង",
    company.Company.OTHER_CHILDREN: "កុមារផ្សេងទៀត",
    company.Company.CAREGIVER: "អ្នកថែទាំ",
    company.Company.KNOWN_ADULT: "មនុស្សពេញវ័យដែលយើងស្គាល់",
    company.Company.UNKNOWN_ADULT: "មនុស្សពេញវ័យដែលយើងមិនស្គាល់",
    company.Company.SEVERAL_ADULTS: "មនុស្សពេញវ័យច្រើននាក់",
    company.Company.NOT_SEEN: "មើលមិនឃើញ",
    sharing_partners.SharedWith.POLICE: "នគរបាល អយ្យការ និងតុលាការ",
    sharing_partners.SharedWith.SERVICE: "សេវា និងអង្គការដៃគូ",
    sharing_partners.SharedWith.FAMILY: "គ្រួសារ",
    sharing_partners.SharedWith.OTHER: "អ្នកផ្សេងទៀត",
}
_BETWEEN_ANSWERS = re.compile(r", (?![^(]*\))")
"""A comma between answers, and not one inside the brackets of a label."""


_LABELS = (languages.LABELS, guardian_relations.LABELS, company.LABELS, sharing_partners.LABELS)


def all_answers() -> list[tuple[str, str]]:
    """Return every coded answer that is said in Khmer: its English label, and its Khmer."""
    return [(label, _KHMER[code]) for labels in _LABELS for code, label in labels.items()]


@cache
def _words_of(*vocabularies: type[StrEnum]) -> dict[str, str]:
    """Return the Khmer of every label of these vocabularies."""
    found = [(code, label) for labels in _LABELS for code, label in labels.items()]
    return {label: _KHMER[code] for code, label in found if isinstance(code, vocabularies)}


def languages_in(text: str, language: Language) -> str:
    """Say which languages a child speaks."""
    if language is not Language.KHMER:
        return text
    words = _words_of(languages.Language)
    return " ".join(words.get(one, one) for one in _BETWEEN_ANSWERS.split(text))


def guardian_in(text: str, language: Language) -> str:
    """Say a guardian's relation, which stands before the name."""
    if language is not Language.KHMER:
        return text
    words = _words_of(guardian_relations.GuardianRelation)
    for label in sorted(words, key=len, reverse=True):
        if text == label or text.startswith(f"{label}, "):
            return f"{words[label]} {text[len(label) + 2 :]}".rstrip()
    return text


def account_in(text: str, language: Language) -> str:
    """Say with whom a child was met, which is the last line of an account, and that nothing else was written."""
    if language is not Language.KHMER:
        return text
    words, labels, english = words_in(language), _words_of(company.Company), words_in(Language.ENGLISH)
    if text == english["met"]:
        return words["met"]
    *lines, last = text.split("\n")
    lead = f"{english['with']}: "
    if last.startswith(lead) and (said := last.removeprefix(lead).split("; "))[0] in labels:
        last = f"{words['with']}៖ {' '.join(labels.get(one, one) for one in said)}"
        lines = [words["met"] if line == english["met"] else line for line in lines]
    return "\n".join([*lines, last])


def rule_in(text: str, language: Language) -> str:
    """Say the word that leads what must never be done."""
    if language is not Language.KHMER:
        return text
    lead, said = f"{words_in(Language.ENGLISH)['never']}: ", words_in(language)["never"]
    lines = (f"{said}៖ {line[len(lead) :]}" if line.startswith(lead) else line for line in text.split("\n"))
    return "\n".join(lines)


def grounds_in(text: str, language: Language) -> str:
    """Say what section 11 says in words of its own: who gave it, who must not be told, and the lawful basis."""
    if language is not Language.KHMER:
        return text
    return "\n".join(_ground(line) for line in text.split("\n"))


def _ground(line: str) -> str:
    words, english = words_in(Language.KHMER), words_in(Language.ENGLISH)
    whole = {english["the_child"]: words["the_child"], **_words_of(sharing_partners.SharedWith)}
    pieces = line.split("; ")
    for key in ("not_told", "legal_duty", "imminent_harm"):
        pattern = re.compile(rf"^((?:[A-Z]+-[A-Z]+-\d+: )?){re.escape(english[key])}[:.] ?")
        pieces = [pattern.sub(rf"\g<1>{words[key]}{words['colon']}", piece) for piece in pieces]
    lead = f"{words['not_told']}{words['colon']}"
    said = []
    for piece in pieces:
        head, mark, rest = piece.partition(lead)
        said.append(f"{head}{mark}{whole.get(rest, rest)}" if mark else whole.get(piece, piece))
    return "; ".join(said)
