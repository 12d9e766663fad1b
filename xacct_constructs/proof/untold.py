"""What bears on access, is not the same in two assemblies, and is told by no request: each is named."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.proof.copies import Copying
from xacct_constructs.proof.encryption import alias as alias_of
from xacct_constructs.proof.gone import gone
from xacct_constructs.proof.identified import identified
from xacct_constructs.proof.kept import kept
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.written import told
from xacct_constructs.unknowns import is_settled, unknowns_in


def untold(old: Assembly, new: Assembly, agreements: Iterable[Agreement] = ()) -> Iterator[Doubt]:
    """A doubt for each change.

    Args:
        old: What is deployed, or was.
        new: What comes.
        agreements: What is agreed in both. Default: nothing.
    """
    yield from kept(old, new)
    yield from gone(old, new, agreements)
    before, after = ({each.arn: each for each in held.identities} for held in (old, new))
    for arn in before | after:
        was, is_ = before.get(arn), after.get(arn)
        for reason in (*_outside(was, is_), *_of_both(was, is_, old, new)):
            yield Doubt(arn, reason)
    copied, is_copied = Copying(old), Copying(new)
    for arn in {**old.resources, **new.resources}:
        for reason in _of_resource(old.resources.get(arn), new.resources.get(arn), old, new):
            yield Doubt(arn, reason)
        for each in sorted({*copied.of([arn])} ^ {*is_copied.of([arn])}) if arn in old.resources else ():
            yield Doubt(arn, f"copies or lists of it lie in {each} in one of the two alone, for whoever reads there")
    yield from _organization(old, new)
    yield from _aliases(old, new)
    yield from identified(old, new)
    yield from _defaults(old, new)


def _outside(was: Identity | None, is_: Identity | None) -> Iterator[str]:
    """Managed policies whose documents nobody knows here."""
    before, after = (set(each.outside) if each else set() for each in (was, is_))
    for each in sorted(before ^ after):
        word = "attached" if each in after else "no longer attached"
        yield f"{each} is {word}, and what it says is not in the assembly"


def _of_both(was: Identity | None, is_: Identity | None, old: Assembly, new: Assembly) -> Iterator[str]:
    """What two users or roles of one ARN have otherwise."""
    if was is None or is_ is None:
        return
    if not _same(was.arn, old, new):
        yield "what deployment settles of its name is not the same"
    unknown = any(each.boundary_arn and each.boundary is None for each in (was, is_))
    if unknown and not _same(was.boundary_arn, old, new, is_.boundary_arn):
        before, after = (each.boundary_arn or "none" for each in (was, is_))
        yield f"its permissions boundary was {before} and is {after}: what is outside the assembly is not known"
    if was.existing is not is_.existing:
        word = "no longer made by the assembly" if is_.existing else "made by the assembly now"
        yield f"it is {word}, and what else it had or has is not known"
    if was.max_session_seconds != is_.max_session_seconds:
        lasted, lasts = (each.max_session_seconds or "a number that deployment settles" for each in (was, is_))
        yield f"a session lasts {lasts} seconds at most, and lasted {lasted}"
    yield from _tags(was.tags, is_.tags, old, new)


def _of_resource(was: Resource | None, is_: Resource | None, old: Assembly, new: Assembly) -> Iterator[str]:
    """What is not said by its policies."""
    opening = [
        {acl for acl in each.acls if acl in each.kind.opening_acls or not acl.isalpha()} if each else set()
        for each in (was, is_)
    ]
    for acl in sorted(opening[0] | opening[1]):
        if acl not in opening[0] or acl not in opening[1] or not _same(acl, old, new):
            word = "is given" if acl in opening[1] else "is taken away"
            yield f"its access control list {acl} {word}, which may let others in beside its policy"
    if was is None or is_ is None:
        return
    if not _same(was.arn, old, new):
        yield "what deployment settles of its name is not the same"
    if not _same(was.perhaps, old, new, is_.perhaps):
        yield "whether it is made is settled at deployment, and not as it was"
    if not _same(was.account, old, new, is_.account):
        yield f"it was of account {was.account} and is of {is_.account}, whose policies and people are others"
    if not _same([was.behind, was.behind_account], old, new, [is_.behind, is_.behind_account]):
        yield "what lies behind it is not the same"
    for name in sorted(_changed(was.settings, is_.settings, old, new) - (set() if any(opening) else {_OF_LISTS})):
        yield f"its {name} is not the same, which bears on whether what is allowed works"
    yield from _tags(was.tags, is_.tags, old, new)
    if not _same(was.kms_key, old, new, is_.kms_key):
        before, after = (each.kms_key or "none" for each in (was, is_))
        yield f"the key that encrypts it was {before} and is {after}: who reads it needs that one's leave"


_OF_LISTS = "ignored access control lists"
"""A setting that bears on nothing, as long as no list may let others in."""


def _organization(old: Assembly, new: Assembly) -> Iterator[Doubt]:
    """Policies that stand over whole accounts."""
    before, after = (
        {
            told([each.kind, each.policy.document, each.policy.perhaps, each.targets], held.unknowns): each
            for each in held.organization
        }
        for held in (old, new)
    )
    for said in sorted(before.keys() ^ after.keys()):
        origin = (before | after)[said].policy.origin
        word = "comes, or is another one" if said in after else "goes, or becomes another one"
        yield Doubt(origin, f"an organization policy {word}: what it bears on is not looked for")


def _aliases(old: Assembly, new: Assembly) -> Iterator[Doubt]:
    """An alias that stands for another key: what is encrypted under it needs that key from then on."""
    for alias in sorted(old.aliases.keys() & new.aliases.keys()):
        was, is_ = old.aliases[alias], new.aliases[alias]
        if not _same(was, old, new, is_):
            yield Doubt(alias, f"it stood for the key {was} and stands for {is_}")
    lasting = [
        (held.resources[arn], held) for held in (old, new) for arn in old.resources.keys() & new.resources.keys()
    ]
    named = {alias_of(held, resource) for resource, held in lasting}
    for alias in sorted((old.aliases.keys() ^ new.aliases.keys()) & named):
        word = "comes to be made" if alias in new.aliases else "is made no longer"
        yield Doubt(
            alias, f"it {word}, and names a key that encrypts: which key that was, or will be, is not known here"
        )


def _defaults(old: Assembly, new: Assembly) -> Iterator[Doubt]:
    """A deployed stack keeps its parameters' values, whatever becomes of the defaults."""
    before, after = ({each[:2]: each.value for each in held.parameters if not each.given} for held in (old, new))
    for stack, parameter in before.keys() & after.keys():
        was, is_ = before[stack, parameter], after[stack, parameter]
        if was != is_:
            told_ = f"the default of {parameter} was {was} and is {is_}, and a deployed stack may keep the old value"
            yield Doubt(f"{stack}.{parameter}", told_)


def _same(value: Any, old: Assembly, new: Assembly, becomes: Any = ...) -> bool:
    """Whether a value, or what it becomes, is made from the same in both."""
    return told(value, old.unknowns) == told(value if becomes is ... else becomes, new.unknowns)


def _changed(was: Mapping[str, Any], is_: Mapping[str, Any], old: Assembly, new: Assembly) -> set[str]:
    """The names under which one of them has something otherwise."""
    return {
        key
        for key in was.keys() | is_.keys()
        if key not in was or key not in is_ or not _same(was[key], old, new, is_[key])
    }


def _tags(was: Mapping[str, Any], is_: Mapping[str, Any], old: Assembly, new: Assembly) -> Iterator[str]:
    """Tags that change, and that a policy may ask for: as the caller's, or as the resource's."""
    changed = _changed(was, is_, old, new)
    if asked := sorted(key for key in changed if _asks_for(key, old, new)):
        yield f"its tags {', '.join(asked)} change, for which policies ask"


def _asks_for(tag: str, *assemblies: Assembly) -> bool:
    """Whether a policy may ask for a tag; for one whose key deployment settles, whether it asks for any."""
    key = re.escape(_folded(tag)[1:-1]) if is_settled(tag) else ""
    asking = re.compile(rf"(?<!request)tag/{key}")
    policies = (
        each for held in assemblies for each in (*held.policies(), *(over.policy for over in held.organization))
    )
    return any(asking.search(text) for each in policies for text in _texts(each.document))


def _folded(value: Any) -> str:
    """A value as JSON, its letters as they are and in no case, since keys of conditions have none."""
    return json.dumps(value, ensure_ascii=False).casefold()


def _texts(document: Any) -> Iterator[str]:
    """A document, and each value that deployment may put into it."""
    yield _folded(json.loads(told(document, {})))
    for each in unknowns_in(document):
        yield from (text for arm in each.arms for text in _texts(arm))
