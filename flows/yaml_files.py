"""YAML that people write: plain values, no key twice, or one error that says where."""

import re
from pathlib import Path
from typing import Any, cast

import yaml

from nlp.contracts.errors import OpenEndsError

LARGEST_FILE = 2_000_000
"""Bytes; a codebook of a thousand themes has a tenth of this."""


def _refusal(problem: str, where: yaml.Event | yaml.Node) -> yaml.MarkedYAMLError:
    mark = cast("yaml.Mark | None", where.start_mark)
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class _StrictLoader(yaml.SafeLoader):
    """Reads plain values as YAML 1.2 would; refuses aliases, tags and repeated keys.

    In YAML 1.1 the options `No` and `010` and the day `2025-01-13` are a false, an 8 and a date.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # a gap in the stubs
        if isinstance(event, yaml.AliasEvent):
            raise _refusal("aliases are not allowed", event)
        if getattr(event, "tag", None):
            raise _refusal("tags are not allowed", event)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _refusal("a key must be a single word", key_node)
            if key_node.value in seen:
                raise _refusal(f"{key_node.value} is said twice", key_node)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


_StrictLoader.yaml_implicit_resolvers = {}
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:null|~)$"), list("n~")
)
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")
)
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789")
)


def read_yaml(path: Path, error_type: type[OpenEndsError]) -> object:
    """Return what *path* says, or raise *error_type* naming file, line and column."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise error_type(f"{path} is larger than {LARGEST_FILE:,} bytes")
        return yaml.load(path.read_text("utf-8"), _StrictLoader)  # noqa: S506  (a SafeLoader)
    except FileNotFoundError:
        raise error_type(f"{path} is missing") from None
    except RecursionError:
        raise error_type(f"{path} is nested too deeply") from None
    except (OSError, ValueError) as error:  # another encoding, or a number of 5,000 digits
        raise error_type(f"{path} cannot be read: {type(error).__name__}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise error_type(f"{path}{place}: {error.problem}") from None
    except yaml.YAMLError:
        raise error_type(f"{path} is not YAML") from None


class _Dumper(yaml.SafeDumper):
    """Quotes words that hold a line end of Unicode, which YAML would read back as a space."""


def _word(dumper: yaml.SafeDumper, word: str) -> yaml.ScalarNode:
    style = '"' if any(end in word for end in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", word, style)


_Dumper.add_representer(str, _word)


def write_yaml(content: object) -> str:
    """Return *content* as YAML in its own order, for people to read and edit."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=99)
