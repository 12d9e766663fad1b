"""Known access in YAML: every text is read as it is written, and what is wrong is said with its line; and written."""

import json
import re
from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from xacct_constructs.finding import AgreementError, Finding, error, require_no_errors
from xacct_constructs.known_access.entries import KnownAccess, KnownEntry
from xacct_constructs.known_access.serialize import from_json, paths_of, to_json

if TYPE_CHECKING:
    from yaml import Node

_MOST_DEEP = 40
_OPEN = re.compile("(?<=reason:|.owner:|iew_by:) (?:null|'')$")
_NULL = "tag:yaml.org,2002:null"
_TAGS = {f"tag:yaml.org,2002:{each}" for each in ("bool", "float", "int", "map", "null", "seq", "str", "timestamp")}
"""Of what YAML has without a tag that is written."""


def from_yaml(text: str, name: str, beside: KnownAccess | None = None) -> KnownAccess:
    """The known access that a file says.

    Args:
        text: What the file holds.
        name: What messages call the file.
        beside: What is known beside it. Default: nothing.

    Raises:
        AgreementError: With everything that is wrong in it, each with file, line and path.
    """
    reading = _Nodes()
    try:
        values = reading.read(text)
        require_no_errors(reading.wrong)
        return from_json(values, beside)
    except AgreementError as problem:
        raise AgreementError(_placed(each, name, reading.lines) for each in problem.findings) from None


def to_yaml(known: KnownAccess, said: Callable[[KnownEntry], str]) -> str:
    """The file that says what is known, each entry behind a comment.

    Args:
        known: What is known.
        said: What the comment of an entry says.
    """
    import yaml

    # Values of their own each: YAML writes what is there twice as an anchor and an alias.
    values, parts = json.loads(json.dumps(to_json(known))), ["version: 1\n"]
    for name in (each for each in values if each != "version"):
        parts.append(f"{name}:\n")
        for value, entry in zip(values[name], getattr(known, name), strict=True):
            text = yaml.safe_dump([value], sort_keys=False, width=110)
            parts += [f"  # {line}\n" for line in wrap(said(entry), 110)]
            parts += [f"  {_OPEN.sub('', line)}\n" for line in text.splitlines()]
    return "".join(parts)


def _placed(found: Finding, name: str, lines: dict[str, int]) -> Finding:
    """A finding whose path says the file and the line, too: of what is missing, the line of what lacks it."""
    line = next((lines[each] for each in paths_of(found.path) if each in lines), 1)
    return found._replace(path=f"{name}:{line} {found.path}")


class _Nodes:
    """The values of a YAML text, and the line of each."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.wrong: list[Finding] = []
        self._seen: set[int] = set()

    def read(self, text: str) -> Any:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            node = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            self.lines["the file"] = min(mark.line + 1, len(text.splitlines())) if mark else 1
            self._say("the file", f"is no YAML: {problem.problem or problem.context}", "mend it there")
            return None
        except (yaml.YAMLError, RecursionError) as problem:
            self._say("the file", f"is no YAML that can be read: {type(problem).__name__}", "write it plainly")
            return None
        return self._value(node, "", 0) if node else {}

    def _say(self, path: str, what: str, fix: str) -> None:
        self.wrong.append(error("XA601", path, what, fix))

    def _value(self, node: "Node", path: str, depth: int) -> Any:
        self.lines.setdefault(path or "the file", node.start_mark.line + 1)
        if depth > _MOST_DEEP or id(node) in self._seen:
            why = "is nested too deep" if depth > _MOST_DEEP else "stands for another place of the file"
            self._say(path or "the file", why, "write out what belongs there")
            return None
        self._seen.add(id(node))
        if node.tag not in _TAGS:
            self._say(path or "the file", f"has the tag {node.tag}", "write the value alone")
        if node.id == "mapping":
            return dict(self._fields(node, path, depth))
        if node.id == "sequence":
            return [self._value(each, f"{path}[{index}]", depth + 1) for index, each in enumerate(node.value)]
        return None if node.tag == _NULL else node.value

    def _fields(self, node: "Node", path: str, depth: int) -> Iterator[tuple[str, Any]]:
        named = set[str]()
        for key, value in node.value:
            at = f"{path}.{key.value}".lstrip(".") if key.id == "scalar" else path
            self.lines.setdefault(at, key.start_mark.line + 1)
            if key.id != "scalar" or key.value in named:
                what = "is there twice" if key.id == "scalar" else "has a name that is no text"
                self._say(at or "the file", what, "write it once, by its name")
                continue
            named.add(key.value)
            yield key.value, self._value(value, at, depth + 1)
