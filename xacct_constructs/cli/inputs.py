"""What is read, as options: assemblies, templates as they are, their parameters' values, and what is agreed."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xacct_constructs.cli.read import UnreadableError, read

if TYPE_CHECKING:
    from xacct_constructs.assembly import Assembly, Given, Input

_PARAMETERS_FILE = "pass a list of ParameterKey and ParameterValue, as `aws cloudformation create-stack` takes it"
_KEYS = {"ParameterKey", "ParameterValue", "UsePreviousValue", "ResolvedValue"}


def add_inputs(parser: Any, *, region: str = "", **template: Any) -> None:
    """Add the options.

    Args:
        parser: What they are added to.
        region: What `--region` is besides. Default: a template's region alone.
        template: How `--template` is taken. Default: once for each template.
    """
    parser.add_argument(
        "--template",
        **{
            "metavar": "FILE",
            "action": "append",
            "help": "a CloudFormation template as it is, JSON or YAML; once for each. Needs --account and --region",
            **template,
        },
    )
    for name, metavar, told in (
        ("account", "ID", "the account that a template is deployed in; once, or once for each"),
        ("region", "REGION", f"{region}the region that a template is deployed in; once, or once for each"),
        ("stack-name", "NAME", "the name of a template's stack; once for each (default: deployment settles it)"),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, action="append", default=[], help=told)
    parser.add_argument(
        "--parameters",
        metavar="[STACK:]NAME=VALUE",
        action="append",
        default=[],
        help="the value of a parameter, of one stack or of all that have it; once for each (default: its default)",
    )
    parser.add_argument("--parameters-file", metavar="FILE", help="the same, as the AWS CLI takes it (a JSON list)")


def add_agreed(parser: Any, more: str = "") -> None:
    """Add the option that names what is agreed, where it rides in no assembly.

    Args:
        parser: What it is added to.
        more: What it is besides. Default: nothing.
    """
    parser.add_argument(
        "--agreements",
        metavar="FILE",
        help=f"{more}what is agreed, as xacct-agreements.json has it (default: as it rides in the assembly; else"
        " nothing)",
    )


def read_inputs(arguments: argparse.Namespace, assemblies: Sequence[str] = ()) -> "Assembly":
    """The world that the options name, and its agreements.

    Raises:
        UnreadableError: The options do not name one, or it cannot be read.
    """
    inputs, parameters = inputs_of(arguments, assemblies), parameters_of(arguments)
    return read(*inputs, parameters=parameters, agreements=arguments.agreements)


def inputs_of(arguments: argparse.Namespace, assemblies: Sequence[str] = ()) -> list["Input"]:
    """The assemblies and the templates that are named; `cdk.out`, where none is.

    Raises:
        UnreadableError: A template has no account or region, or more of them than one.
    """
    templates = arguments.template or []
    accounts, regions, names = (
        _for_each(templates, getattr(arguments, each), each) for each in ("account", "region", "stack_name")
    )
    return [*(assemblies or ([] if templates else ["cdk.out"])), *map(_template, templates, accounts, regions, names)]


def parameters_of(arguments: argparse.Namespace) -> list["Given"]:
    """The values that are given, in a file and by name.

    Raises:
        UnreadableError: A pair is none, or the file is none.
    """
    return [*_in_file(arguments.parameters_file), *map(_pair, arguments.parameters)]


def _for_each(templates: Sequence[str], values: list[str], name: str) -> list[str]:
    option, is_needed = f"--{name.replace('_', '-')}", name != "stack_name"
    if values and not templates:
        raise UnreadableError(f"{option} goes with --template; an assembly says it itself")
    if len(values) in (0, 1) and (values or not is_needed):
        return (values or [""]) * len(templates)
    if len(values) != len(templates):
        raise UnreadableError(f"--template needs {option}, once or once for each template; got {len(values)}")
    return values


def _template(path: str, account: str, region: str, stack_name: str) -> "Input":
    import re

    from xacct_constructs.assembly import TemplateFile
    from xacct_constructs.partitions import is_region
    from xacct_constructs.quotas import STACK_NAME_CHARACTERS

    if not re.fullmatch("[0-9]{12}", account):
        raise UnreadableError(f"--account must be 12 digits, got {account!r}")
    if not is_region(region):
        raise UnreadableError(f"--region must be one such as eu-west-1, got {region!r}")
    if not re.fullmatch("([A-Za-z][A-Za-z0-9-]*)?", stack_name) or len(stack_name) > STACK_NAME_CHARACTERS:
        needs = f"up to {STACK_NAME_CHARACTERS} letters, digits and hyphens"
        raise UnreadableError(f"--stack-name must be {needs}, got {stack_name!r}")
    return TemplateFile(path, account, region, stack_name)


def _pair(text: str) -> "Given":
    from xacct_constructs.assembly import Given

    name, equals, value = text.partition("=")
    stack, _, parameter = name.rpartition(":")
    if not equals or not parameter.isalnum():
        raise UnreadableError(f"--parameters must be NAME=VALUE or STACK:NAME=VALUE, got {text!r}")
    return Given(parameter, value, stack)


def _in_file(path: str | None) -> list["Given"]:
    from xacct_constructs.assembly import AssemblyError, Files

    if path is None:
        return []
    files, name = Files.of_file(path, advice=_PARAMETERS_FILE)
    try:
        found = files.json(name)
    except AssemblyError as problem:
        raise UnreadableError(str(problem)) from problem
    if not isinstance(found, list):
        raise UnreadableError(f"{path}: all of it must be a list; {_PARAMETERS_FILE}")
    return [_entry(f"{path}: entry {index}", each) for index, each in enumerate(found)]


def _entry(place: str, written: Any) -> "Given":
    from xacct_constructs.assembly import Given

    said = written if isinstance(written, dict) else {}
    key, value, keeps = (said.get(each) for each in ("ParameterKey", "ParameterValue", "UsePreviousValue"))
    known = said.keys() <= _KEYS and keeps in (None, False, True)
    if not known or not isinstance(key, str) or isinstance(value, str) is bool(keeps):
        needs = "a ParameterKey, and a text as ParameterValue or UsePreviousValue"
        raise UnreadableError(f"{place} must have {needs}; {_PARAMETERS_FILE}")
    return Given(key, value)
