"""What a template must be before anything is read of it: sections that are maps, entries by logical IDs.

Source: CloudFormation User Guide, "Template anatomy": logical IDs and names of sections' entries are alphanumeric.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from xacct_constructs.assembly.errors import SYNTHESIZE, AssemblyError
from xacct_constructs.texts import shown

Template = Mapping[str, Any]
Lines = Mapping[tuple[str | int, ...], int]


def checked(file: str, document: Any, lines: Lines = MappingProxyType({})) -> Template:
    """A template whose sections are of the kinds that CloudFormation has them in.

    Args:
        file: The template's file, for the error.
        document: What it holds.
        lines: The line of each place. Default: they are not told.

    Raises:
        AssemblyError: Something is of another kind; names it.
    """
    template = mapping(file, "all of it", document)
    for name, check in _SECTIONS.items():
        for entry, value in section(file, template, name).items():
            if entry.startswith("Fn::"):
                continue  # a loop or a macro, which is read as one
            place = on_line(file, lines, name, entry)
            if not (entry.isascii() and entry.isalnum()) and name != "Metadata":
                raise wrong(place, f"{name} {shown(entry)}", "letters and digits as its logical ID", entry)
            check(place, f"{name}.{entry}", value)
    return template


def on_line(file: str, lines: Lines, *path: str) -> str:
    """A template's file, with the line of an entry where that is known."""
    return f"{file} line {lines[path]}" if path in lines else file


def carried(file: str, document: Any, version: int) -> Mapping[str, Any]:
    """What a file of ours holds that rides in an assembly, of the version that is known.

    Args:
        file: The file, for the error.
        document: What it holds.
        version: The version that is known.

    Raises:
        AssemblyError: It is no map, or of another version.
    """
    found = mapping(file, "all of it", document)
    said = found.get("version")
    if said != version or isinstance(said, bool):
        why = f"{file} is of version {said!r}, and this xacct reads version {version}"
        raise AssemblyError(f"{why}; run cdk synth again with it")
    return found


def section(file: str, document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A map of a file, empty where it has none of that name.

    Args:
        file: The file, for the error.
        document: What holds it.
        name: What it is called.

    Raises:
        AssemblyError: It is no map.
    """
    return mapping(file, name, document.get(name, {}))


def mapping(file: str, place: str, value: Any) -> Mapping[str, Any]:
    """A map of a file.

    Raises:
        AssemblyError: It is none.
    """
    if not isinstance(value, dict):
        raise wrong(file, place, "a map", value)
    return value


def text(file: str, place: str, value: Any) -> str:
    """A text of a file.

    Raises:
        AssemblyError: It is none.
    """
    if not isinstance(value, str):
        raise wrong(file, place, "a text", value)
    return value


def wrong(file: str, place: str, needs: str, value: Any) -> AssemblyError:
    """The error of a value that is not what must stand there."""
    return AssemblyError(f"{file}: {place} must be {needs}, got {shown(value)}; {SYNTHESIZE}")


def _resource(file: str, place: str, value: Any) -> None:
    entry = mapping(file, place, value)
    for name in ("Properties", "Metadata"):
        if name in entry:
            mapping(file, f"{place}.{name}", entry[name])
    for name in ("Type", "Condition"):
        if name in entry:
            text(file, f"{place}.{name}", entry[name])


def _parameter(file: str, place: str, value: Any) -> None:
    entry = mapping(file, place, value)
    text(file, f"{place}.Type", entry.get("Type", "String"))
    if not isinstance(entry.get("Default", ""), str | int | float):
        raise wrong(file, f"{place}.Default", "a text or a number", entry["Default"])
    if not isinstance(entry.get("AllowedValues", []), list):
        raise wrong(file, f"{place}.AllowedValues", "a list", entry["AllowedValues"])


def _output(file: str, place: str, value: Any) -> None:
    entry = mapping(file, place, value)
    if "Value" not in entry:
        raise wrong(file, place, "a map with a Value", value)
    if "Export" in entry and "Name" not in mapping(file, f"{place}.Export", entry["Export"]):
        raise wrong(file, f"{place}.Export", "a map with a Name", entry["Export"])
    if "Condition" in entry:
        text(file, f"{place}.Condition", entry["Condition"])


def _anything(file: str, place: str, value: Any) -> None:
    """Nothing is read of it."""


_SECTIONS: Mapping[str, Callable[[str, str, Any], object]] = {
    "Resources": _resource,
    "Parameters": _parameter,
    "Conditions": mapping,
    "Mappings": mapping,
    "Outputs": _output,
    "Metadata": _anything,
}
