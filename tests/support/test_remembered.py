"""What is remembered between applications is what each would have worked out by itself."""

from jinja2 import DictLoader, Environment

from tests.support.remembered import CompiledTemplates


def page_of(cache: CompiledTemplates, words: str) -> str:
    """Return a page of these words, from an environment of its own."""
    environment = Environment(loader=DictLoader({"page": words}), bytecode_cache=cache, autoescape=True)
    return environment.get_template("page").render(name="Dara")


def test_a_template_says_what_its_source_says_now() -> None:
    cache = CompiledTemplates()
    assert page_of(cache, "Hello {{ name }}") == "Hello Dara"
    assert page_of(cache, "Hello {{ name }}") == "Hello Dara"
    assert page_of(cache, "Goodbye {{ name }}") == "Goodbye Dara"
