"""Translates between what is typed from a club's paper and the clubs room: each line, and what is wrong with it."""

from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from app.children.finding import lines_of
from app.clubs.merging import Said
from app.clubs.paper import codes_of_club
from app.clubs.paper_codes import child_of, is_code, meant_by, written_code
from app.clubs.registers import RegisterInput
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_, Worded
from app.unit_of_work import UnitOfWork
from forms.paper_lines import Known, PaperLine, Wrong, read_lines
from forms.register import MOST_LINES, MOST_TYPED, NewInClubForm, PaperForm
from views.clubs.register_form import called, child_from, name_new_rows
from views.web.form_reading import read_form, uuid_or_none

MOST_MEANT = 3
STANDS_ALREADY = N_("This child stands on another line already. Once is enough.")
COUNTED = N_(
    "The paper says %(said)s, and %(typed)s are typed here. Look for a line that is missing or too many."
)


@dataclass(frozen=True)
class ShownLine:
    """A line as the page gives it back: whom the code means, or what is wrong with it."""

    line: PaperLine
    said: Said
    who: str
    wrong: str


@dataclass(frozen=True)
class TypedPaper:
    """What was typed from a paper, read against the codes of its club."""

    lines: tuple[PaperLine, ...]
    codes: dict[UUID, str]

    @property
    def is_wrong(self) -> bool:
        """Whether a line needs another look."""
        return any(line.wrong for line in self.lines)


def paper_form(work: UnitOfWork) -> PaperForm:
    """Return the form of a paper register, as it was sent."""
    form = read_form(work, PaperForm)
    name_new_rows(form)
    return form


def is_looking() -> bool:
    """Tell whether the form was sent only to see whom the codes mean."""
    return request.method == "POST" and "see" in request.form


def read_paper(work: UnitOfWork, form: PaperForm, club_id: UUID) -> TypedPaper:
    """Read the lines of a form against the codes of the club, and of no other club."""
    codes = codes_of_club(work, club_id)
    described = frozenset(number for number, part in _new_parts(form) if part.name.data)
    known = Known(lambda digits: child_of(digits, codes), is_code, described)
    text = form.lines.data or ""
    # What is too long for its field is refused there, and not read.
    fits = len(text) <= MOST_TYPED and len(text.splitlines()) <= MOST_LINES
    return TypedPaper(tuple(read_lines(text, known)) if fits else (), codes)


def refuse_wrong_lines(form: PaperForm, paper: TypedPaper) -> None:
    """Raise NotAllowedNow (`lines-wrong`) if a line needs another look, or the paper counts other children."""
    if paper.is_wrong:
        raise NotAllowedNow("lines-wrong")
    children = {line.child_id for line in paper.lines if line.child_id}
    described = [part for _, part in _new_parts(form) if part.name.data]
    for part in described:
        known = uuid_or_none(part.known.data)
        if known in children:
            part.known.errors = [STANDS_ALREADY]
            raise NotAllowedNow("lines-wrong")
        if known is not None:
            children.add(known)
    typed = len(children) + sum(1 for part in described if uuid_or_none(part.known.data) is None)
    said = form.counted.data
    if said is not None and said != typed:
        form.counted.errors = [Worded(COUNTED, said=str(said), typed=str(typed))]
        raise NotAllowedNow("lines-wrong")


def paper_from(work: UnitOfWork, form: PaperForm, paper: TypedPaper) -> RegisterInput:
    """Read a register from a valid form. It says nothing of children who are not on it, and knows of no other save."""
    came, new = {}, []
    written = {line.new: line for line in paper.lines if line.new is not None}
    for number, part in _new_parts(form):
        if not part.name.data:
            continue
        child_id = uuid_or_none(part.known.data)
        if child_id is None:
            new.append(child_from(work, part))
            child_id = new[-1].id
        came[child_id] = _said(written[number]) if number in written else Said()
    came |= {line.child_id: _said(line) for line in paper.lines if line.child_id is not None}
    return RegisterInput(
        version=0,
        came=came,
        shown=frozenset(came),
        new=tuple(new),
        words=form.words.data or "",
        was_held=bool(form.was_held.data),
        taken_by=form.taken_by.data or "",
        is_paper=True,
    )


def shown_lines(work: UnitOfWork, paper: TypedPaper) -> list[ShownLine]:
    """Return each line with whom it means, or what is wrong with it."""
    ids = [line.child_id for line in paper.lines if line.child_id is not None]
    names = {line.id: called(line) for line in lines_of(work, ids, {})} if ids else {}
    return [
        ShownLine(
            line,
            _said(line),
            names.get(line.child_id, "") if line.child_id else "",
            wrong_words(line, paper) if line.wrong else "",
        )
        for line in paper.lines
    ]


def wrong_words(line: PaperLine, paper: TypedPaper) -> str:
    """Return what is wrong with a line, in words, and which of the club's codes may have been meant."""
    if line.wrong in (Wrong.MISTYPED, Wrong.NOT_HERE):
        meant = [written_code(code) for code in meant_by(line.digits, paper.codes.values())][:MOST_MEANT]
        said = (
            _("There is no such code: a digit is wrong or missing, or two are swapped.")
            if line.wrong is Wrong.MISTYPED
            else _("Nobody in this club has this code.")
        )
        asked = _("Did you mean %(codes)s?", codes=" · ".join(meant)) if meant else ""
        return f"{said} {asked}".strip()
    words: dict[Wrong | None, str] = {
        Wrong.NO_CODE: _("Begin the line with the code, or with new and its number."),
        Wrong.TWICE: _("This child stands on line %(number)s already. Once is enough.", number=line.first),
        Wrong.HOUR: _("Give the time, such as 15:30."),
        Wrong.LONG: _("That is too long. Shorten it."),
        Wrong.NOT_DESCRIBED: _("Describe new %(number)s below: what is the child called?", number=line.new),
    }
    return words.get(line.wrong, "")


def _new_parts(form: PaperForm) -> list[tuple[int, NewInClubForm]]:
    """Return the rows for new children with the numbers that they have on the paper."""
    return [(number, row.form) for number, row in enumerate(form.new, start=1)]


def _said(line: PaperLine) -> Said:
    return Said(line.came_with, line.left_at, line.fetched_by)
