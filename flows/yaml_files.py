"""YAML that people write: plain values, no key twice, or one error that says where."""

import re
from pathlib import Path
from typing import Any

import yaml

from nlp.contracts.errors import OpenEndsError

LARGEST_FILE = 2_000_000
"""Bytes; a codebook of a thousand themes has a tenth of this."""


class _StrictLoader(yaml.SafeLoader):
    """Reads plain values as YAML 1.2 would; refuses aliases, tags and repeated keys.

    In YAML 1.1 the options `No` and `010` and the day `2025-01-13` are a false, an 8 and a date.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key_node.value} is said twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


_StrictLoader.yaml_implicit_resolvers = {}
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
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
    except (OSError, UnicodeDecodeError) as error:
        raise error_type(f"{path} cannot be read: {type(error).__name__}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise error_type(f"{path}{place}: {error.problem}") from None
    except yaml.YAMLError:
        raise error_type(f"{path} is not YAML") from None


def write_yaml(content: object) -> str:
    """Return *content* as YAML in its own order, for people to read and edit."""
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=99)
