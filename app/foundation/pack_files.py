"""Reads packs: versioned JSON files of rules and words in several languages, checked strictly."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from cattrs.cols import homogenous_tuple_structure_factory

from app.foundation.errors import WayhomeError

FALLBACK_LOCALE = "en"
"""Every pack speaks this language; a locale the pack lacks falls back to it."""

_PACK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Shape = TypeVar("Shape")


class BadPack(WayhomeError):
    """A pack is missing or faulty. Likely cause: a file edited by hand; the message lists every fault."""

    code = "bad-pack"


class Review(StrEnum):
    """Whether a native reader has approved a language of a pack."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True)
class Wording:
    """One text in every language of its pack, by locale code such as "en" or "km"."""

    texts: Mapping[str, str]

    def in_locale(self, locale: str) -> str:
        """Return the text for a locale such as "km" or "km_KH"; English where the pack lacks the language."""
        language = re.split("[-_]", locale, maxsplit=1)[0]
        return self.texts.get(language, self.texts[FALLBACK_LOCALE])


@dataclass(frozen=True)
class PackFile:
    """A pack's content as read, not yet checked; error messages call it `name`."""

    name: str
    content: Any

    def shaped(self, shape: type[Shape]) -> Shape:
        """Return the content as frozen dataclasses. Raises BadPack listing each field that is wrong."""
        if not isinstance(self.content, dict):
            raise BadPack(f"{self.name}: expected an object")
        try:
            return _converter(_locales(self.content, self.name)).structure(self.content, shape)
        except (cattrs.BaseValidationError, ValueError, TypeError, KeyError) as problem:
            faults = cattrs.transform_error(problem, path=self.name, format_exception=_plain_words)
            raise BadPack("; ".join(faults)) from problem


def read_pack_file(folder: Path, *, pack_id: str, version: int | None = None) -> PackFile:
    """Return the content of a pack's file; if several versions lie side by side, that of `version`.

    Raises BadPack if the id leaves the folder, nothing is there, or it is not JSON.
    """
    if not _PACK_ID.fullmatch(pack_id):
        raise BadPack(f"a pack id has small letters, digits and hyphens only: {pack_id!r}")
    path = folder / (f"{pack_id}.json" if version is None else f"{pack_id}-v{version}.json")
    if not path.is_file():
        raise BadPack(f"there is no pack {path.name}")
    return parse_pack(path.read_text(encoding="utf-8"), name=path.name)


def content_sha256(content: object) -> str:
    """Return the SHA-256 (hex) of JSON content, whatever its spacing, key order or line ends."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def parse_pack(text: str, *, name: str) -> PackFile:
    """Return the content of a JSON text. Raises BadPack, naming the file and line, if it is not JSON."""
    try:
        return PackFile(name, json.loads(text, object_pairs_hook=_no_key_twice))
    except ValueError as problem:
        raise BadPack(f"{name}: {problem}") from problem


def _plain_words(problem: BaseException, shape: type | None) -> str:
    """Return our own checks' messages unchanged, and the converter's messages for what it found itself."""
    if type(problem) in (ValueError, TypeError):
        return str(problem)
    return cattrs.v.format_exception(problem, shape)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"key given twice: {', '.join(sorted(twice))}")
    return dict(pairs)


def _locales(content: Mapping[str, object], name: str) -> frozenset[str]:
    locales = content.get("locales")
    if not isinstance(locales, list) or FALLBACK_LOCALE not in locales:
        raise BadPack(f'{name}: "locales" must be a list with "{FALLBACK_LOCALE}" in it')
    return frozenset(str(locale) for locale in locales)


def _converter(locales: frozenset[str]) -> cattrs.Converter:
    """Return a converter that never changes a type silently and requires each wording in exactly these locales."""
    converter = cattrs.Converter(forbid_extra_keys=True)
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _only(plain))
    for moment in (date, time):
        converter.register_structure_hook(moment, _from_iso(moment))
    converter.register_structure_hook(Wording, _wording_in(locales))

    @converter.register_structure_hook_factory(_is_tuple)
    def tuple_from_list(shape: Any, inner: cattrs.Converter) -> Callable[[Any, Any], Any]:
        if get_args(shape)[-1] is not Ellipsis:
            raise TypeError(f"packs hold lists of one kind only, not {shape}")
        structure = homogenous_tuple_structure_factory(shape, inner)

        def checked(value: Any, _: Any) -> Any:
            if not isinstance(value, list):
                raise TypeError("expected a list")
            return structure(value, shape)

        return checked

    return converter


def _is_tuple(shape: Any) -> bool:
    return bool(get_origin(shape) is tuple)


def _only(plain: type) -> Callable[[Any, Any], Any]:
    def checked(value: Any, shape: Any) -> Any:
        if type(value) is not plain:
            raise TypeError(f"expected {plain.__name__}, got {value!r}")
        return value if shape is plain else shape(value)  # a StrEnum arrives here as a kind of str

    return checked


def _from_iso(moment: type[date] | type[time]) -> Callable[[Any, Any], Any]:
    def checked(value: Any, _: Any) -> Any:
        if not isinstance(value, str):
            raise TypeError(f"expected a {moment.__name__} as text, got {value!r}")
        return moment.fromisoformat(value)

    return checked


def _wording_in(locales: frozenset[str]) -> Callable[[Any, Any], Wording]:
    def checked(value: Any, _: Any) -> Wording:
        if not isinstance(value, dict) or set(value) != locales:
            raise ValueError(f"expected a text for each of {', '.join(sorted(locales))}")
        for text in value.values():
            if not isinstance(text, str) or not text.strip():
                raise ValueError("a text is empty")
        return Wording(MappingProxyType(dict(value)))

    return checked
