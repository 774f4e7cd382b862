"""What is remembered between applications is what each would have worked out by itself."""

import re

from jinja2 import DictLoader, Environment
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.routing import Map, Rule

from app.keyring.directory import Directory
from models.directory_statement import DirectoryStatement
from tests.access.asking import pages
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.remembered import REMEMBERED, CompiledTemplates, RememberedDirectories, RememberedRule

BEHIND_THE_ADDRESS = {"from": "a word & another", "page": "2"}


def page_of(cache: CompiledTemplates, words: str) -> str:
    """Return a page of these words, from an environment of its own."""
    environment = Environment(loader=DictLoader({"page": words}), bytecode_cache=cache, autoescape=True)
    return environment.get_template("page").render(name="Dara")


def test_a_template_says_what_its_source_says_now() -> None:
    cache = CompiledTemplates()
    assert page_of(cache, "Hello {{ name }}") == "Hello Dara"
    assert page_of(cache, "Hello {{ name }}") == "Hello Dara"
    assert page_of(cache, "Goodbye {{ name }}") == "Goodbye Dara"


def test_every_address_is_written_as_by_a_rule_that_remembers_nothing(organisation: Organisation) -> None:
    for page in pages(organisation):
        assert isinstance(page.rule, RememberedRule)
        plain = Rule(page.rule.rule, endpoint=page.rule.endpoint)
        Map([plain])
        parts = {name: part_of(page.rule, name) for name in page.rule.arguments}
        for given in (parts, parts | BEHIND_THE_ADDRESS):
            for append_unknown in (True, False):
                assert page.rule.build(given, append_unknown) == plain.build(given, append_unknown)


def part_of(rule: Rule, name: str) -> str:
    """Return something that this part of the address may be."""
    choices = re.search(rf"<any\((\w+)[^>]*:{name}>", rule.rule)
    return choices[1] if choices else str(RIVERSIDE)


def test_rules_that_read_alike_keep_their_own_way_of_writing() -> None:
    words, numbers = RememberedRule("/a/<part>"), RememberedRule("/a/<part>")
    Map([words])
    Map([numbers], converters={"default": Map.default_converters["int"]})
    assert words.build({"part": "b c"}) == ("", "/a/b%20c")
    assert numbers.build({"part": "7"}) == ("", "/a/7")


class Counting:
    """Verifies as the house does, and counts from how many first statements it had to."""

    def __init__(self) -> None:
        self.begun = 0

    def __call__(self, known: Directory, session: Session) -> Directory:
        self.begun += known.seq == 0
        return REMEMBERED._extend(known, session)


def test_a_list_of_statements_is_verified_once_and_gives_what_it_gave(organisation: Organisation) -> None:
    counting, installation_id = Counting(), organisation.server.installation_id
    remembered = RememberedDirectories(counting)
    with organisation.server.store.reading() as session:
        first, second = (remembered(Directory(installation_id), session) for _ in range(2))
        anew = REMEMBERED._extend(Directory(installation_id), session)

    assert counting.begun == 1
    for found in (first, second):
        assert (found.seq, found.head, found.people) == (anew.seq, anew.head, anew.people)
    second.people.clear()
    assert first.people == anew.people


def test_a_list_in_which_anything_was_changed_is_verified_and_refused(organisation: Organisation) -> None:
    counting, installation_id = Counting(), organisation.server.installation_id
    remembered = RememberedDirectories(counting)
    store = organisation.server.store
    with store.reading() as session:
        assert remembered(Directory(installation_id), session).broken_at is None
    with store.writing() as session:
        session.execute(
            update(DirectoryStatement).where(DirectoryStatement.seq == 2).values(signature=b"\0" * 64)
        )
    with store.reading() as session:
        assert remembered(Directory(installation_id), session).broken_at == 2
    assert counting.begun == 2
