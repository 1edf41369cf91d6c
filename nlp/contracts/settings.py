"""Files people write, parsed into frozen settings: every problem told at once, with a hint."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from nlp.contracts.errors import OpenEndsError, listed

Words = Annotated[str, StringConstraints(min_length=1)]
"""A text that is not blank."""


class Section(BaseModel):
    """Base of every part of a file that people write: fixed once read, no unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        str_strip_whitespace=True,
        coerce_numbers_to_str=True,  # the wave 2022 and the option 3 are names
    )


SectionT = TypeVar("SectionT", bound=Section)


def parse_section(
    raw: object, section: type[SectionT], source: str, error_type: type[OpenEndsError]
) -> SectionT:
    """Return *raw* as *section*, or raise *error_type* naming every problem and its place."""
    try:
        return section.model_validate(raw)
    except ValidationError as error:
        problems = [_problem(item, section) for item in _root_causes(error)]
    raise error_type(listed(f"{source} cannot be used:", problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or all of them if none is near.

    >>> did_you_mean("sexx", ["age", "sex"])
    'did you mean sex?'
    >>> did_you_mean("height", ["age", "sex"])
    'known are age, sex'
    """
    options = sorted(set(known))
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.7)
    if near:
        return f"did you mean {near[0]}?"
    return f"known are {', '.join(options)}" if options else "none is known"


def _root_causes(error: ValidationError) -> list[Any]:
    """Return the problems, without those that only follow: one bad theme leaves no theme."""
    items = error.errors()
    places = [item["loc"] for item in items]
    return [
        item
        for item in items
        if item["type"] != "too_short"
        or not any(p != item["loc"] and p[: len(item["loc"])] == item["loc"] for p in places)
    ]


def _problem(item: Mapping[str, Any], section: type[BaseModel]) -> str:
    place = ".".join(str(part) for part in item["loc"]) or "(whole file)"
    if item["type"] == "extra_forbidden":
        *above, key = item["loc"]
        return f"{place}: unknown; {did_you_mean(str(key), _fields_at(above, section))}"
    if item["type"] == "value_error":
        return f"{place}: {item['ctx']['error']}"
    return f"{place}: {item['msg']}"


def _fields_at(location: Iterable[object], section: type[BaseModel]) -> set[str]:
    """Return the field names of the section at *location*; keys of mappings lead nowhere new."""
    for part in location:
        if isinstance(part, str) and part in section.model_fields:
            section = _section_in(section.model_fields[part].annotation) or section
    return set(section.model_fields)


def _section_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401  (any type expression)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _section_in(part)) is not None), None)
