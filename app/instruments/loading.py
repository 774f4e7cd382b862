"""Loads instruments: versioned screening checklists and restoration reviews, kept as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

from app.foundation.pack_files import (
    BadPack,
    PackFile,
    Review,
    Wording,
    content_sha256,
    parse_pack,
    read_pack_file,
)
from app.foundation.vocabulary.urgencies import Urgency

SHIPPED_PACKS = Path(__file__).parent / "packs"
"""The instruments that come with Wayhome; licensed ones lie in the organisation's own folder."""


MOST_ITEMS = 200
"""More than anybody can look out for, and more than one page can ask: a longer checklist is refused."""


@dataclass(frozen=True)
class Answer:
    """One way to answer an item; `counts` says whether triage treats it as a sign."""

    code: str
    label: Wording
    counts: bool


@dataclass(frozen=True)
class Item:
    """One sign to look out for."""

    id: str
    label: Wording


@dataclass(frozen=True)
class Section:
    """Items that are shown together."""

    id: str
    title: Wording
    items: tuple[Item, ...]


@dataclass(frozen=True)
class TriageRule:
    """An explicit rule: met when each group of `when_all` has a sign. `clock_hours`: a medical time limit."""

    id: str
    urgency: Urgency
    label: Wording
    when_all: tuple[tuple[str, ...], ...]
    clock_hours: int | None = None

    def met_by(self, signs: frozenset[str]) -> bool:
        """Tell whether the items answered as a sign, given by id, meet the rule."""
        return all(signs.intersection(group) for group in self.when_all)


@dataclass(frozen=True)
class ScreeningPack:
    """A checklist without a score: items seen, told or not known, and rules for when to alert."""

    id: str
    version: int
    kind: str
    km_review: Review
    locales: tuple[str, ...]
    title: Wording
    purpose: Wording
    source: str
    repeat_every_months: int
    answers: tuple[Answer, ...]
    sections: tuple[Section, ...]
    triage: tuple[TriageRule, ...]
    sha256: str = ""

    def __post_init__(self) -> None:
        _one_of_each(answer.code for answer in self.answers)
        _one_of_each(rule.id for rule in self.triage)
        known = _one_of_each(item.id for item in self.items)
        if len(known) > MOST_ITEMS:
            raise ValueError(f"a checklist has at most {MOST_ITEMS} items, and this one has {len(known)}")
        if self.repeat_every_months < 1:
            raise ValueError("the months until the next screening must be at least 1")
        for rule in self.triage:
            unknown = set(chain.from_iterable(rule.when_all)) - known
            if unknown or not rule.when_all:
                raise ValueError(f"rule {rule.id} names items that are not there: {sorted(unknown)}")

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order they are asked."""
        return tuple(item for section in self.sections for item in section.items)

    def signs(self, answers: Mapping[str, str]) -> frozenset[str]:
        """Return the item ids whose answer code is a sign. Raises BadPack on an unknown id or code."""
        counting = {answer.code: answer.counts for answer in self.answers}
        unknown = (set(answers) - {item.id for item in self.items}) | (set(answers.values()) - set(counting))
        if unknown:
            raise BadPack(f"{self.id} v{self.version} has no {', '.join(sorted(unknown))}")
        return frozenset(item for item, code in answers.items() if counting[code])

    def rules_met(self, answers: Mapping[str, str]) -> tuple[TriageRule, ...]:
        """Return the triage rules met by answers (item id to answer code), in the order of the pack."""
        signs = self.signs(answers)
        return tuple(rule for rule in self.triage if rule.met_by(signs))


@dataclass(frozen=True)
class ScoreWord:
    """A score from 1 (most vulnerable) to 4 (stable) and what it means here."""

    score: int
    label: Wording


@dataclass(frozen=True)
class Domain:
    """One domain of a child's life, with a description of each score."""

    id: str
    title: Wording
    look_at: Wording
    anchors: tuple[ScoreWord, ...]

    def __post_init__(self) -> None:
        _one_to_four(self.anchors)

    def anchor(self, score: int) -> Wording:
        """Return what a score from 1 to 4 means in this domain."""
        return self.anchors[score - 1].label


@dataclass(frozen=True)
class AssessmentPack:
    """A repeated review over domains scored 1–4: an aid to planning, never a total.

    `due_months` counts from intake, then every `then_every_months`. A score at or below `plan_at_or_below` must enter
    the plan. A fall of `flag_fall_of` or more is flagged.
    """

    id: str
    version: int
    kind: str
    km_review: Review
    locales: tuple[str, ...]
    title: Wording
    purpose: Wording
    source: str
    due_months: tuple[int, ...]
    then_every_months: int
    plan_at_or_below: int
    flag_fall_of: int
    levels: tuple[ScoreWord, ...]
    domains: tuple[Domain, ...]
    sha256: str = ""

    def __post_init__(self) -> None:
        _one_of_each(domain.id for domain in self.domains)
        _one_to_four(self.levels)
        if list(self.due_months) != sorted(set(self.due_months)) or self.then_every_months < 1:
            raise ValueError("the months at which a review is due must rise")

    def domain(self, domain_id: str) -> Domain:
        """Return a domain by its id. Raises BadPack if this version has no such domain."""
        for domain in self.domains:
            if domain.id == domain_id:
                return domain
        raise BadPack(f"{self.id} v{self.version} has no domain {domain_id}")


Instrument = ScreeningPack | AssessmentPack

_SHAPES: Mapping[str, type[ScreeningPack] | type[AssessmentPack]] = {
    "screening": ScreeningPack,
    "assessment": AssessmentPack,
}


def read_instrument(text: str, *, name: str) -> Instrument:
    """Return the instrument in a JSON text; messages call it `name`. Raises BadPack with every fault."""
    return _instrument(parse_pack(text, name=name))


@cache
def load_instrument(pack_id: str, version: int, *, folder: Path = SHIPPED_PACKS) -> Instrument:
    """Return one version of an instrument; a pack_version row stores its `sha256`.

    Raises BadPack if the file is missing, faulty, or says it is another pack or version.
    """
    file = read_pack_file(folder, pack_id=pack_id, version=version)
    instrument = _instrument(file)
    if (instrument.id, instrument.version) != (pack_id, version):
        raise BadPack(f"{file.name} says it is {instrument.id} v{instrument.version}")
    return instrument


def load_screening(pack_id: str, version: int, *, folder: Path = SHIPPED_PACKS) -> ScreeningPack:
    """Return a screening checklist. Raises BadPack if it is missing, faulty, or no checklist."""
    instrument = load_instrument(pack_id, version, folder=folder)
    if not isinstance(instrument, ScreeningPack):
        raise BadPack(f"{pack_id} v{version} is not a screening checklist")
    return instrument


def load_assessment(pack_id: str, version: int, *, folder: Path = SHIPPED_PACKS) -> AssessmentPack:
    """Return a review over domains. Raises BadPack if it is missing, faulty, or no such review."""
    instrument = load_instrument(pack_id, version, folder=folder)
    if not isinstance(instrument, AssessmentPack):
        raise BadPack(f"{pack_id} v{version} is not a review over domains")
    return instrument


def _instrument(file: PackFile) -> Instrument:
    content = file.content
    shape = _SHAPES.get(str(content.get("kind"))) if isinstance(content, dict) else None
    if shape is None:
        raise BadPack(f'{file.name}: "kind" must be one of {", ".join(_SHAPES)}')
    instrument: Instrument = file.shaped(shape)
    return replace(instrument, sha256=content_sha256(content))


def _one_of_each(codes: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise ValueError(f"{code} is there twice")
        seen.add(code)
    return frozenset(seen)


def _one_to_four(words: tuple[ScoreWord, ...]) -> None:
    if [word.score for word in words] != [1, 2, 3, 4]:
        raise ValueError("scores must be described from 1 to 4, in order")
