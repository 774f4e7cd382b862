"""Remembers what every application of a test process would otherwise work out anew, from the same sources."""

from collections.abc import Callable
from types import CodeType
from typing import ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a process, by their name and a checksum of what they say."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled from the same words before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


Builder = Callable[..., tuple[str, str]]


class RememberedRule(Rule):
    """A rule whose writer of addresses is made once a process for each way an address may be written.

    Werkzeug writes, compiles and runs a small program for each, which knows nothing but the rule's parts.
    """

    _builders: ClassVar[dict[tuple[str, tuple[tuple[bool, str], ...], bool], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = self.rule, tuple(self._trace), append_unknown
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]
