"""The only reader of `cdk.out`: a cloud assembly in, policies with their origin out.

Source: AWS CDK, cloud assembly schema (manifest.json); CloudFormation Template Reference.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.errors import AssemblyError, reading
from xacct_constructs.assembly.exports import Exports
from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.manifest import stacks
from xacct_constructs.assembly.model import Assembly
from xacct_constructs.assembly.nested import Templates
from xacct_constructs.assembly.shape import mapping, wrong
from xacct_constructs.names import AGREEMENTS_FILE, AGREEMENTS_VERSION
from xacct_constructs.uncollected import uncollected


def read_assembly(directory: str | Path) -> Assembly:
    """Read a cloud assembly, nested assemblies and nested stacks included.

    Args:
        directory: The folder that `cdk synth` wrote, `cdk.out` by default.

    Raises:
        AssemblyError: the folder has no manifest, or a file that it names cannot be read; says which, and why.
    """
    try:
        with uncollected():
            return _read(Files(directory))
    except AssemblyError as problem:
        raise AssemblyError(f"{directory}: {problem}") from problem


def _read(files: Files) -> Assembly:
    templates = Templates(files)
    resolvers = [resolver for stack in stacks(files) for resolver in templates.resolvers(stack)]
    exports, collector = Exports(resolvers), Collector()
    for resolver in resolvers:
        collector.add(resolver)
    with reading("all of it"):
        found = collector.assembly(_agreements(files))
    return replace(found, unread=(*found.unread, *exports.twice()))


def _agreements(files: Files) -> tuple[Mapping[str, Any], ...]:
    """The agreements' own file, of a version that is known; none where there is no file."""
    if not files.has(AGREEMENTS_FILE):
        return ()
    document = mapping(AGREEMENTS_FILE, "all of it", files.json(AGREEMENTS_FILE))
    version = document.get("version")
    if version != AGREEMENTS_VERSION or isinstance(version, bool):
        why = f"{AGREEMENTS_FILE} is of version {version!r}, and this xacct reads version {AGREEMENTS_VERSION}"
        raise AssemblyError(f"{why}; run cdk synth again with it")
    agreements = document.get("agreements")
    if not isinstance(agreements, list):
        raise wrong(AGREEMENTS_FILE, "agreements", "a list", agreements)
    return tuple(mapping(AGREEMENTS_FILE, f"agreements[{index}]", each) for index, each in enumerate(agreements))
