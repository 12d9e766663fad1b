"""The only reader of templates: cloud assemblies and templates as they are in, policies with their origin out.

Source: AWS CDK, cloud assembly schema (manifest.json); CloudFormation Template Reference.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from xacct_constructs.assembly.budget import Budget
from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.constructs import read_constructs
from xacct_constructs.assembly.errors import SYNTHESIZE, AssemblyError, ReadingOf
from xacct_constructs.assembly.exports import Exports
from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.given import Given, require_used
from xacct_constructs.assembly.inputs import Input, Opened, opened
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Assembly
from xacct_constructs.assembly.nested import Templates
from xacct_constructs.assembly.shape import carried, mapping, text, wrong
from xacct_constructs.names import AGREEMENTS_FILE, AGREEMENTS_VERSION, KNOWN_ACCESS_FILE
from xacct_constructs.uncollected import uncollected


def read_assembly(*inputs: Input, parameters: Iterable[Given] = ()) -> Assembly:
    """Read cloud assemblies, nested assemblies and nested stacks included, and templates as they are, as one world.

    Args:
        inputs: The folders that `cdk synth` wrote, or templates; several are of several owners.
        parameters: The values that parameters are given. Default: their defaults are taken.

    Raises:
        AssemblyError: A folder has no manifest, or a file cannot be read; says which, and why. Or no stack has a
            parameter that is given.
    """
    (found,) = read_assemblies([inputs], parameters=parameters)
    return found


def read_assemblies(worlds: Iterable[Sequence[Input]], *, parameters: Iterable[Given] = ()) -> list[Assembly]:
    """Read several worlds, each as `read_assembly` has it; a parameter that is given stands in one of them.

    Args:
        worlds: The inputs of each.
        parameters: The values that parameters are given. Default: their defaults are taken.

    Raises:
        AssemblyError: As there.
    """
    given, used, found = tuple(parameters), list[Given](), list[Assembly]()
    with uncollected():
        for each in worlds:
            world = opened(each)
            with world[0].reading() if len(world) == 1 else nullcontext():
                found.append(_read(world, given, used))
    require_used(given, used)
    return found


def read_agreements(path: str | Path) -> tuple[Mapping[str, Any], ...]:
    """The agreements of a file, as JSON values.

    Args:
        path: A file as `xacct-agreements.json` is, or a folder that holds it.

    Raises:
        AssemblyError: It is none.
    """
    file = Path(path, AGREEMENTS_FILE) if Path(path).is_dir() else path
    files, name = Files.of_file(file, advice=_AGREEMENTS)
    return _agreements(f"{files.shown_in}{name}", _carried(files, name))


_AGREEMENTS = f"pass the {AGREEMENTS_FILE} that rides in a cloud assembly"


def _read(world: Sequence[Opened], given: Sequence[Given], used: list[Given]) -> Assembly:
    budget, resolvers, agreements = Budget(), list[Resolver](), dict[str, Mapping[str, Any]]()
    known_accounts: dict[str, None] = {}
    for number, each in enumerate(world, start=1):
        templates = Templates(each, budget=budget, given=given, deployment=str(number) if number > 1 else "")
        with each.reading():
            resolvers += [resolver for stack in each.stacks for resolver in templates.resolvers(stack)]
            if not each.is_template and each.files.has(AGREEMENTS_FILE):
                shown, document = f"{each.files.shown_in}{AGREEMENTS_FILE}", _carried(each.files, AGREEMENTS_FILE)
                for agreement in _agreements(shown, document):
                    agreements[json.dumps(agreement, sort_keys=True)] = agreement
                known_accounts |= dict.fromkeys(_known_accounts(shown, document))
        used += templates.used
    _told_apart(resolvers)
    exports, collector = Exports(resolvers), Collector()
    for resolver in resolvers:
        collector.add(resolver)
    with ReadingOf("all of it"):
        found = collector.assembly(tuple(agreements.values()))
    known = [each.files.json(KNOWN_ACCESS_FILE) for each in world if _has(each, KNOWN_ACCESS_FILE)]
    return replace(
        found,
        unread=(*found.unread, *exports.twice()),
        constructs=read_constructs(world),
        known_accounts=tuple(known_accounts),
        known_access=tuple(known),
    )


def _told_apart(resolvers: Iterable[Resolver]) -> None:
    """No two stacks are known by one name, as a nested one and one with dots may be.

    Raises:
        AssemblyError: Two are.
    """
    known: dict[str, str] = {}
    for each in resolvers:
        if each.stack in known:
            raise AssemblyError(f"{known[each.stack]} and {each.file} are both known as {each.stack}; {SYNTHESIZE}")
        known[each.stack] = each.file


def _has(read: Opened, name: str) -> bool:
    return not read.is_template and read.files.has(name)


def _carried(files: Files, name: str) -> Mapping[str, Any]:
    """A file of agreements, of a version that is known."""
    return carried(f"{files.shown_in}{name}", files.json(name), AGREEMENTS_VERSION)


def _agreements(shown: str, document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    agreements = document.get("agreements")
    if not isinstance(agreements, list):
        raise wrong(shown, "agreements", "a list", agreements)
    return tuple(mapping(shown, f"agreements[{index}]", each) for index, each in enumerate(agreements))


def _known_accounts(shown: str, document: Mapping[str, Any]) -> tuple[str, ...]:
    """Accounts that are no third party's."""
    accounts = document.get("known_accounts", [])
    if not isinstance(accounts, list):
        raise wrong(shown, "known_accounts", "a list", accounts)
    return tuple(text(shown, f"known_accounts[{index}]", each) for index, each in enumerate(accounts))
