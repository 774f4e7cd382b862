"""Words people put before a name that are no names: kin terms and titles."""

_LATIN = frozenset(
    # Khmer kin terms and titles as they are usually romanised
    "ming ta tha yeay yay yey bong bang pu pou om oum lok look louk lokta lokkru lokyeay neakkru kru krou paoun poun "
    "oun mak mae pa pouk puk achar achaa lokom oknha okhna "
    # English ones heard in centres and clubs
    "mr mrs ms miss mister madam sir dr teacher sister brother aunt auntie aunty uncle grandma grandpa "
    "grandmother grandfather mother father baby little big older younger".split()
)
_KHMER = frozenset(
    "មីង តា យាយ បង ពូ អំ អ៊ំ លោក លោកគ្រូ អ្នកគ្រូ លោកតា លោកយាយ គ្រូ អ្នក ប្អូន អូន ម៉ាក់ ម៉ែ ប៉ា ឪពុក អាចារ្យ ឧកញ៉ា".split()
)

TITLES = _LATIN | _KHMER
"""Kin terms and titles, casefolded, in Latin letters and in Khmer script."""


def without_titles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tokens (casefolded words) that are names; all of them if nothing else would remain.

    Om and Ta are family names too: somebody called only so is still found, because then nothing is dropped.
    """
    names = tuple(token for token in tokens if token not in TITLES)
    return names or tokens
