"""Writes the reference pages from the code: `python docs/reference.py`.

With `--check` nothing is written, and stale pages are named.
"""

import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import typer.main
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from flows.cli import app
from nlp.contracts import codebook, decisions, errors, lexicon, operation, study, tables
from nlp.contracts.settings import Section

HERE = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs`; edit the code instead. -->"
NOTHING = "\N{EN DASH}"

ALIASES = {
    str(study.ColumnRef): "column, or wave → column",
    str(lexicon.TokenPattern): "[spaCy token pattern](https://spacy.io/usage/rule-based-matching)",
}
"""Types that have a name of their own in words."""

WORDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "yes or no",
    "object": "value",
}


def main(words: Sequence[str]) -> int:
    """Write the pages, or with --check return 1 if one of them is stale."""
    made = pages()
    stale = [page for page, text in made.items() if not _is_fresh(HERE / page, text)]
    if "--check" in words:
        for page in stale:
            sys.stderr.write(f"docs/reference/{page} is stale; run: make docs\n")
        return 1 if stale else 0
    HERE.mkdir(exist_ok=True)
    for page in stale:
        (HERE / page).write_text(made[page], "utf-8")
    return 0


def pages() -> dict[str, str]:
    """Return every reference page by its file name."""
    made: Mapping[str, Callable[[], Iterable[str]]] = {
        "settings.md": settings_page,
        "commands.md": commands_page,
        "tables.md": tables_page,
    }
    return {name: "\n".join(page()) + "\n" for name, page in made.items()}


def settings_page() -> Iterator[str]:
    """Yield the lines of the page on what study files, codebooks and lexicons may say."""
    yield from (MADE, "", "# Settings", "")
    yield "What the files in `configs/` may say. Unknown keys are refused, with a hint."
    yield "A column is named by any of its header cells, by `upper / lower`, or by place, `#12`."
    shown: set[type[Section]] = set()
    for root, file in (
        (study.Study, "configs/studies/<study>.yaml"),
        (codebook.Codebook, "configs/codebooks/<study>.yaml"),
        (decisions.Ledger, "configs/codebooks/<study>.decisions.yaml"),
        (lexicon.Lexicon, "configs/lexicons/*.yaml"),
        (operation.Operation, "configs/operation.yaml"),
    ):
        yield from ("", f"## {root.__name__}: `{file}`")
        for section in _sections_below(root):
            if section not in shown:  # a theme stands in codebooks and in decisions
                yield from _section(section, is_root=section is root)
            shown.add(section)


def commands_page() -> Iterator[str]:
    """Yield the lines of the page on the command line and its exit codes."""
    group: Any = typer.main.get_command(app)
    yield from (MADE, "", "# Commands", "")
    yield f"`openends COMMAND …`. {group.help}"
    for name, command in group.commands.items():
        # paragraphs of the docstring: what it does, then an example
        what, _, example = inspect.cleandoc(command.help).partition("\n\n")
        yield from ("", f"## openends {name}", "", what, "", example, "")
        yield from _table(
            ("say", "meaning"),
            ((_spelling(part), _oneline(part.help)) for part in command.params),
        )
    yield from ("", "## Exit codes", "")
    yield from _table(("code", "what happened", "whose move it is"), _exit_codes())


def tables_page() -> Iterator[str]:
    """Yield the lines of the page on the tables that pass between stages."""
    yield from (MADE, "", "# Tables", "")
    yield "What passes between stages, and what is kept in `data/interim/`."
    yield "A table has these columns and no others; a value is never missing unless it says so."
    for table in _tables():
        schema = table.to_schema()
        yield from ("", f"## {table.__name__}", "", inspect.cleandoc(str(table.__doc__)))
        if schema.unique:
            yield from ("", f"Key: {', '.join(f'`{name}`' for name in schema.unique)}.")
        yield ""
        yield from _table(
            ("column", "type", "checks"),
            (
                (f"`{name}`", _dtype(column.dtype), ", ".join(_checks(column)) or NOTHING)
                for name, column in schema.columns.items()
            ),
        )


def _tables() -> Iterator[type[tables.Table]]:
    for thing in vars(tables).values():
        if isinstance(thing, type) and issubclass(thing, tables.Table) and thing != tables.Table:
            yield thing


def _dtype(dtype: object) -> str:
    spelled = str(dtype).rstrip("0123456789")
    return "text" if spelled.startswith("str") else WORDS[spelled]


def _checks(column: Any) -> Iterator[str]:  # noqa: ANN401  (pandera's column, any backend)
    if column.unique:
        yield "unique"
    yield from (_check(check.name, check.statistics) for check in column.checks)
    if column.nullable:
        yield "may be missing"


def _check(name: str, given: Mapping[str, Any]) -> str:
    """Return a check in words; one without words of its own is an error of this page."""
    words: Mapping[str, Callable[[], str]] = {
        "isin": lambda: " ".join(f"`{value}`" for value in given["allowed_values"]),
        "greater_than_or_equal_to": lambda: f"at least {given['min_value']}",
        "less_than_or_equal_to": lambda: f"at most {given['max_value']}",
        "greater_than": lambda: f"more than {given['min_value']}",
        "less_than": lambda: "finite",  # the only bound in use is infinity
        "str_length": lambda: "not empty",
    }
    return words[name]()


def _section(section: type[Section], *, is_root: bool) -> Iterator[str]:
    if not is_root:
        yield from ("", f"### {section.__name__}")
    yield from ("", inspect.cleandoc(str(section.__doc__)), "")
    yield from _table(
        ("key", "says", "default", "meaning"),
        (
            (f"`{key}`", _in_words(_annotation(field)), _default(field), _meaning(field))
            for key, field in section.model_fields.items()
        ),
    )


def _sections_below(section: type[Section]) -> list[type[Section]]:
    """Return *section* and every section it holds, in the order of their keys."""
    found = [section]
    for field in section.model_fields.values():
        for inner in _sections_in(field.annotation):
            found += [below for below in _sections_below(inner) if below not in found]
    return found


def _sections_in(annotation: Any) -> list[type[Section]]:  # noqa: ANN401  (any type expression)
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return [annotation]
    return [inner for part in typing.get_args(annotation) for inner in _sections_in(part)]


def _annotation(field: FieldInfo) -> Any:  # noqa: ANN401  (any type expression)
    """Return the type of *field* together with its limits."""
    return (
        typing.Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    )


def _in_words(annotation: Any) -> str:  # noqa: ANN401  (any type expression)
    """Return a type as people say it.

    >>> _in_words(tuple[str, ...] | None)
    'list of text'
    """
    if str(annotation) in ALIASES:
        return ALIASES[str(annotation)]
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _limited(parts[0], TypeAdapter(annotation).json_schema())
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in parts)
    if origin is tuple:
        return f"list of {_in_words(parts[0])}"
    if origin in (typing.Union, types.UnionType):
        return ", or ".join(_in_words(part) for part in parts if part is not type(None))
    if origin is not None and issubclass(origin, Mapping):
        return f"{_in_words(parts[0])} → {_in_words(parts[1])}"
    if issubclass(annotation, Section):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return WORDS[annotation.__name__]


def _limited(bare: Any, schema: Mapping[str, Any]) -> str:  # noqa: ANN401  (any type expression)
    """Return a type with its limits, as its JSON schema says them."""
    schema = schema.get("anyOf", [schema])[0]  # the other one is null
    words = "name" if "pattern" in schema else _in_words(bare)
    if schema.get("maxLength") == 1:
        return "one character"
    limits = {
        "from": schema.get("minimum"),
        "above": schema.get("exclusiveMinimum"),
        "to": schema.get("maximum"),
        "below": schema.get("exclusiveMaximum"),
    }
    known = (f"{word} {limit:g}" for word, limit in limits.items() if limit is not None)
    return " ".join([words, *known])


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if field.is_required():
        return "must be given"
    if isinstance(value, Section):
        return "its defaults"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value) or NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if value or value == 0 else NOTHING


def _meaning(field: FieldInfo) -> str:
    """Return what *field* means: its docstring, else that of the section it holds."""
    sections = _sections_in(field.annotation)
    return _oneline(field.description or (sections[0].__doc__ if sections else ""))


def _spelling(part: Any) -> str:  # noqa: ANN401  (click's parameter, argument or option)
    if part.param_type_name == "argument":
        return f"`{part.metavar}`" if part.required else f"`[{part.metavar}]`"
    return f"`{part.opts[0]}`" if part.is_flag else f"`{part.opts[0]} {part.name.upper()}`"


def _exit_codes() -> Iterator[tuple[str, str, str]]:
    """Yield a row per error, from the tree in the docstring of `errors`."""
    yield ("0", "done, or nothing was to be done", NOTHING)
    yield ("1", "an error nobody foresaw", "our bug")
    yield ("2", "words on the command line that are no command", "read the help")
    moves = re.findall(r"─ (\w+) {2,}(.+?) {2,}\d+", str(errors.__doc__))
    for name, move in moves:
        error = getattr(errors, name)
        yield (str(error.exit_code), f"{name}: {_oneline(error.__doc__)}", move)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from (_row(head), _row(("---",) * len(head)))
    yield from (_row(row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _oneline(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split())


def _is_fresh(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
