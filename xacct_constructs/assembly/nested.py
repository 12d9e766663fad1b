"""Nested stacks: their templates, found as assets or beside a template, and their resolvers beneath the parents'.

Source: CloudFormation User Guide, "Nested stacks"; AWS CDK, cloud assembly schema (asset manifests).
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xacct_constructs.assembly.budget import Budget
from xacct_constructs.assembly.errors import SYNTHESIZE, AssemblyError, ReadingOf
from xacct_constructs.assembly.files import inside
from xacct_constructs.assembly.given import Given, by_parameter, fitting
from xacct_constructs.assembly.inputs import Opened
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.manifest import Stack
from xacct_constructs.assembly.shape import checked, mapping, section, text
from xacct_constructs.assembly.stand_ins import looked_up_later

MOST_STACKS = 10_000
"""So many stacks are read, nested ones included."""
DEEPEST = 10
"""So deep they are nested."""
_NESTED = "AWS::CloudFormation::Stack"
_SAID = {"NotificationARNs", "Parameters", "Tags", "TemplateURL", "TimeoutInMinutes"}
"""Its properties; with another one, or a macro's, it may be made from another template."""

_HOSTS = ("s3.${AWS::Region}.${AWS::URLSuffix}", "s3.${AWS::URLSuffix}")
"""Where S3 answers (Amazon S3 User Guide, "Virtual hosting of buckets")."""


class _Asset(NamedTuple):
    """A file that the assembly lists, and where it is uploaded to.

    Attributes:
        bucket: As the listing has it; account, region and partition may stand in it as CloudFormation writes them.
        key: The object's key.
        file: The file, from the assembly's folder; empty, where a command writes what is uploaded.
    """

    bucket: str
    key: str
    file: str


class Templates:
    """Reads the templates of one assembly, nested ones with the parameters that they are given."""

    def __init__(self, read: Opened, *, budget: Budget, given: Sequence[Given] = (), deployment: str = "") -> None:
        """Begin with nothing read.

        Args:
            read: Where they lie.
            budget: The steps that are left.
            given: The values that parameters of its stacks are given. Default: none.
            deployment: What tells its stacks from those of other inputs, where their accounts are left to deployment.
                Default: there are no others.
        """
        self._read, self._files, self._budget, self._count = read, read.files, budget, 0
        self._given, self._deployment = given, deployment
        self._assets: dict[str, dict[str, list[_Asset]]] = {}
        self.used: list[Given] = []

    def resolvers(self, stack: Stack) -> list[Resolver]:
        """A stack's resolver, and those of its nested stacks."""
        top = self._resolver(stack, stack.artifact, stack.file)
        unlisted = "" if stack.listings else stack.deployed_from
        top.noted = stack.noted._replace(unlisted=unlisted, beside=stack.beside)
        address = {"Fn::Sub": stack.deployed_from.replace("s3://", f"https://{_HOSTS[-1]}/", 1)}
        if stack.listings and stack.deployed_from and stack.file not in self._listed_at(stack, top, address):
            what = f"{stack.artifact} is deployed from {stack.deployed_from}"
            raise AssemblyError(f"{what}, which is not listed as its template {top.file}; {SYNTHESIZE}")
        given = fitting(self._given, [stack.artifact, stack.name or stack.artifact], top.declared)
        top.given = by_parameter(given, top.declared, top.file)
        self.used += given
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
        shown, document = f"{self._files.shown_in}{file}", self._files.template(file)
        with ReadingOf(shown):
            value = looked_up_later(document.value, stack.stand_ins) if stack.stand_ins else document.value
        found = Resolver(
            checked(shown, value, document.lines),
            stack=known_as,
            name=stack.name,
            file=shown,
            account=stack.account,
            region=stack.region,
            budget=self._budget,
        )
        found.lines, found.deployment = document.lines, self._deployment
        return found

    def _nested(self, stack: Stack, parent: Resolver, logical_id: str) -> Resolver | None:
        """The nested stack; None for one that is not made, or whose template is not here."""
        with ReadingOf(f"{parent.file} {logical_id}"):
            if parent.is_written(logical_id) is False:
                return None
            file = self._template(stack, parent, parent.resources[logical_id])
            if file is None:
                return None
            child = self._resolver(stack, f"{parent.stack}.{logical_id}", file)
            parent.nest(logical_id, child)
            return child

    def _template(self, stack: Stack, parent: Resolver, resource: Mapping[str, Any]) -> str | None:
        """The file of a nested stack: the asset that is listed where the stack is made from; None for none, or several.

        What is noted beside the resource (`aws:asset:path`) says nothing of what lies there, and is not believed.
        """
        said = resource.get("Properties", {})
        if not said.keys() <= _SAID:
            return None
        url = said.get("TemplateURL", "")
        if self._read.is_template:
            here = posixpath.dirname(parent.file.removeprefix(self._files.shown_in))
            return self._beside(here, str(parent.value(url)))
        return next(iter(self._listed_at(stack, parent, url)), None)

    def _listed_at(self, stack: Stack, resolver: Resolver, address: Any) -> list[str]:
        """The files, all of one content, that the stack's manifest lists at an address, as a template says it."""
        url = str(resolver.value(address))
        parts = url.split("/")
        listed = (
            each
            for listing in stack.listings
            for count in range(len(parts))
            for each in self._by_key(listing).get("/".join(parts[count:]), ())
        )
        found = sorted({each.file for each in listed if url in _addresses(resolver, each)})
        are_one = len(found) < 2 or ("" not in found and len(set(map(self._files.content, found))) == 1)
        return found if are_one and found != [""] else []

    def _beside(self, folder: str, path: str) -> str | None:
        """A template that the AWS CLI takes from there (`cloudformation package`); None for what lies elsewhere.

        An address is left as it is, whatever folders are called as it begins.
        """
        if "://" in path:
            return None
        found = posixpath.normpath(posixpath.join(folder, path))
        return found if not found.startswith((".", "/")) and self._files.has(found) else None

    def _by_key(self, listing: str) -> Mapping[str, list[_Asset]]:
        """The assets of a listing, by the key that they are uploaded under."""
        if listing not in self._assets:
            found = self._assets[listing] = {}
            for asset in self._listed(posixpath.dirname(listing), listing):
                found.setdefault(asset.key, []).append(asset)
        return self._assets[listing]

    def _listed(self, folder: str, listing: str) -> Iterator[_Asset]:
        for name, asset in section(listing, mapping(listing, "all of it", self._files.json(listing)), "files").items():
            with ReadingOf(f"{listing} {name}"):
                path = "" if "executable" in asset["source"] else asset["source"].get("path")
                places = [(each["bucketName"], each["objectKey"]) for each in asset["destinations"].values()]
            for bucket, key in places if path is not None else ():
                file = inside(folder, text(listing, name, path), said_in=listing) if path != "" else ""
                yield _Asset(text(listing, name, bucket), text(listing, name, key), file)


def _addresses(parent: Resolver, asset: _Asset) -> list[str]:
    """How a stack says where an asset lies, in S3's two styles."""
    bucket = str(parent.value({"Fn::Sub": asset.bucket}))
    hosts = [str(parent.value({"Fn::Sub": each})) for each in _HOSTS]
    styles = ((f"https://{host}/{bucket}/{asset.key}", f"https://{bucket}.{host}/{asset.key}") for host in hosts)
    return [each for style in styles for each in style]
