"""Known access in YAML: every text is read as it is written, and what is wrong is said with its line; and written."""

import json
import re
from collections.abc import Callable
from textwrap import wrap

from xacct_constructs.finding import AgreementError, Finding, error
from xacct_constructs.known_access.entries import KnownAccess, KnownEntry
from xacct_constructs.known_access.serialize import from_json, to_json
from xacct_constructs.yaml_documents import Problem, YamlError, YamlForm, place, read_yaml, written

_FORM = YamlForm(as_written=True, aliases=False, deepest=40)
_OPEN = re.compile("(?<=reason:|.owner:|iew_by:) (?:null|'')$")


def from_yaml(text: str, name: str, beside: KnownAccess | None = None) -> KnownAccess:
    """The known access that a file says.

    Args:
        text: What the file holds.
        name: What messages call the file.
        beside: What is known beside it. Default: nothing.

    Raises:
        AgreementError: With everything that is wrong in it, each with file, line and path.
    """
    try:
        document = read_yaml(text, _FORM)
    except YamlError as problem:
        raise AgreementError(_unread(name, each) for each in problem.problems) from None
    try:
        return from_json(document.value, beside)
    except AgreementError as problem:
        raise AgreementError(
            each._replace(path=f"{name}:{document.line(place(each.path))} {each.path}") for each in problem.findings
        ) from None


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


def _unread(name: str, problem: Problem) -> Finding:
    path = f"{name}:{problem.line} {written(problem.path)}"
    return error("XA601", path, f"cannot be read: {problem.why}", "mend it there")
