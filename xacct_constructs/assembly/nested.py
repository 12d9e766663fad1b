"""Nested stacks: their templates, found as assets, and their resolvers beneath the parents'.

Source: CloudFormation User Guide, "Nested stacks"; AWS CDK, cloud assembly schema (asset manifests).
"""

import posixpath
from collections.abc import Mapping
from typing import Any

from xacct_constructs.assembly.budget import Budget
from xacct_constructs.assembly.errors import SYNTHESIZE, AssemblyError, reading
from xacct_constructs.assembly.files import Files, inside
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.manifest import Stack
from xacct_constructs.assembly.shape import checked, mapping, section, text

MOST_STACKS = 10_000
"""So many stacks are read, nested ones included."""
DEEPEST = 10
"""So deep they are nested."""
_NESTED = "AWS::CloudFormation::Stack"


class Templates:
    """Reads the templates of one assembly, nested ones with the parameters that they are given."""

    def __init__(self, files: Files) -> None:
        """Begin with nothing read."""
        self._files, self._budget, self._count = files, Budget(), 0
        self._assets: dict[str, dict[str, str]] = {}

    def resolvers(self, stack: Stack) -> list[Resolver]:
        """A stack's resolver, and those of its nested stacks."""
        top = self._resolver(stack, stack.artifact, stack.file)
        found = [(top, 0)]
        for resolver, depth in found:
            for logical_id, resource in resolver.resources.items():
                if resource["Type"] == _NESTED and (child := self._nested(stack, resolver, logical_id)):
                    if depth == DEEPEST:
                        raise AssemblyError(f"{child.file} is nested more than {DEEPEST} deep; {SYNTHESIZE}")
                    found.append((child, depth + 1))
        return [resolver for resolver, _ in found]

    def _resolver(self, stack: Stack, known_as: str, file: str) -> Resolver:
        self._count += 1
        if self._count > MOST_STACKS:
            raise AssemblyError(f"{file}: there are more than {MOST_STACKS} stacks; {SYNTHESIZE}")
        return Resolver(
            checked(file, self._files.json(file)),
            stack=known_as,
            name=stack.name,
            file=file,
            account=stack.account,
            region=stack.region,
            budget=self._budget,
        )

    def _nested(self, stack: Stack, parent: Resolver, logical_id: str) -> Resolver | None:
        """The nested stack; None for one that is not made, or whose template is not here."""
        with reading(f"{parent.file} {logical_id}"):
            if parent.is_written(logical_id) is False:
                return None
            file = self._template(parent, parent.resources[logical_id])
            if file is None:
                return None
            child = self._resolver(stack, f"{parent.stack}.{logical_id}", file)
            parent.nest(logical_id, child)
            return child

    def _template(self, parent: Resolver, resource: Mapping[str, Any]) -> str | None:
        """The file of a nested stack: an asset by its key, else what CDK's CLI has noted beside the resource."""
        folder = posixpath.dirname(parent.file)
        url = str(parent.value(resource.get("Properties", {}).get("TemplateURL", "")))
        parts = url.split("/")
        assets = self._by_key(folder)
        for count in range(len(parts)):
            if asset := assets.get("/".join(parts[count:])):
                return asset
        noted = resource.get("Metadata", {}).get("aws:asset:path")
        if noted is None:
            return None
        place = f"{parent.file} aws:asset:path"
        return inside(folder, text(parent.file, "aws:asset:path", noted), said_in=place)

    def _by_key(self, folder: str) -> Mapping[str, str]:
        """The assets of a folder, by the key that they are uploaded under."""
        if folder not in self._assets:
            self._assets[folder] = {}
            for listing in self._files.names(folder, ".assets.json"):
                self._assets[folder] |= self._listed(folder, listing)
        return self._assets[folder]

    def _listed(self, folder: str, listing: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, asset in section(listing, mapping(listing, "all of it", self._files.json(listing)), "files").items():
            with reading(f"{listing} {name}"):
                path = asset["source"].get("path")
                keys = [each["objectKey"] for each in asset["destinations"].values()]
            for key in keys if path is not None else ():
                found[text(listing, name, key)] = inside(folder, text(listing, name, path), said_in=listing)
        return found
