"""Questions under an organization: a tree of units with policies at every level, and the folder that tells of it.

Which levels bind is worked out here from the tree alone, and by no code of the library.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.oracles import full_grammar
from benchmarks.oracles.ours import prepared
from benchmarks.oracles.questions import Document, Question
from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.iam import Origin, Policy, UndecidedError
from xacct_constructs.organization import organization_of
from xacct_constructs.proof import Access
from xacct_constructs.services import resource_kind

_ID, _ROOT, _MANAGEMENT = "o-abcdefghij", "r-ab12", "999999999999"
_ACCOUNTS = ("111111111111", "222222222222")
_SERVICE, _RESOURCE = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
_NOWHERE = Origin("", "generated", "")
_Attached = dict[tuple[str, str], list[Document]]


@dataclass(frozen=True)
class World:
    """A question, and where it is asked.

    Attributes:
        question: The question, with the policies of the levels that bind.
        files: The organization's folder.
    """

    question: Question
    files: Mapping[str, Any]

    def word(self) -> str:
        """What is decided over an assembly and the folder; `undecided` with the reason where nothing is."""
        access = Access(_assembly(self.question), organization_of(self.files))
        try:
            return access.decide(prepared(self.question)[0]).word.value
        except UndecidedError as problem:
            return f"undecided: {problem}"


def worlds(random: Random, count: int) -> Iterator[World]:
    """So many of them, the same for the same random numbers."""
    while count:
        (question,) = full_grammar.questions(random, 1)
        plain = ":sqs:" not in question.resource and ":federated-user/" not in question.caller
        if plain and "AIDA" not in str(question.resource_policy):
            count -= 1
            yield _world(random, replace(question, boundary=None, session=None))


def questions(random: Random, count: int) -> Iterator[Question]:
    """The questions alone."""
    return (each.question for each in worlds(random, count))


def _world(random: Random, question: Question) -> World:
    parents = _tree(random)
    on = {kind for kind in (_SERVICE, _RESOURCE) if random.random() < 0.85}
    management = question.owner if random.random() < 0.1 else _MANAGEMENT
    attached = _attached(random, {*parents, *parents.values()})
    caller, binding = question.account, {}
    for kind, account in ((_SERVICE, caller), (_RESOURCE, question.owner)):
        bound = kind in on and account in parents and account != management
        binding[kind] = [attached[kind, target] for target in _path(parents, account)] if bound else []
    asked = {key: value for key, value in question.asked.items() if key != "aws:PrincipalOrgID"}
    if caller:
        asked["aws:PrincipalOrgID"] = _ID
    asked_so = replace(question, asked=asked, service_control=binding[_SERVICE], resource_control=binding[_RESOURCE])
    return World(asked_so, _files(parents, on, management, attached))


def _tree(random: Random) -> dict[str, str]:
    """What is above each account and unit: up to three units, one in the other, some accounts not told of."""
    units = [f"ou-ab12-{str(index) * 8}" for index in range(random.randint(0, 3))]
    parents = {unit: above for unit, above in zip(units, [_ROOT, *units], strict=False)}
    places = [_ROOT, *units]
    return {**parents, **{account: random.choice(places) for account in _ACCOUNTS if random.random() < 0.9}}


def _path(parents: Mapping[str, str], account: str) -> list[str]:
    found = [account]
    while found[0] in parents:
        found.insert(0, parents[found[0]])
    return found


def _attached(random: Random, targets: set[str]) -> _Attached:
    """Policies at each target: AWS's own, with or without others, or others alone where that may be."""
    found: _Attached = {}
    for target in sorted(targets):
        services = full_grammar.documents(random, random.choice((0, 0, 1, 2)), kind="identity policy")
        full = [] if services and random.random() < 0.4 else [full_grammar.everything()]
        found[_SERVICE, target] = [*full, *services]
        resources = full_grammar.documents(random, random.choice((0, 0, 0, 1)), kind="resource control")
        found[_RESOURCE, target] = [full_grammar.everything("Principal"), *resources]
    return found


def _files(
    parents: Mapping[str, str], on: set[str], management: str, attached: Mapping[tuple[str, str], Sequence[Document]]
) -> dict[str, Any]:
    types = [{"Type": kind, "Status": "ENABLED"} for kind in sorted(on)]
    found: dict[str, Any] = {
        "organization.json": {"Date": "2026-11-28", "Organization": {"Id": _ID, "MasterAccountId": management}},
        "accounts.json": {"Accounts": [{"Id": each} for each in {*_ACCOUNTS, management}]},
        "roots.json": {"Roots": [{"Id": _ROOT, "PolicyTypes": types}]},
        **{f"parents/{child}.json": {"Parents": [{"Id": above}]} for child, above in parents.items()},
    }
    for number, ((kind, target), documents) in enumerate(attached.items()):
        ids = [f"p-{number:04}{index:04}" for index in range(len(documents))]
        found[f"attached/{target}.{kind}.json"] = {"Policies": [{"Id": each} for each in ids]}
        for each, document in zip(ids, documents, strict=True):
            summary = {"Id": each, "Name": each, "Type": kind, "AwsManaged": False}
            found[f"policies/{each}.json"] = {"Policy": {"PolicySummary": summary, "Content": json.dumps(document)}}
    return found


def _assembly(question: Question) -> Assembly:
    """Who asks and what is asked for, with the policies of the question."""
    identities, resources = [], {}
    kind = resource_kind(question.resource)
    policies = tuple(Policy(each, _NOWHERE) for each in question.identity)
    if question.account and not question.caller.endswith(":root"):
        context = question.context()
        identities.append(Identity(str(context["aws:PrincipalArn"]), question.account, _NOWHERE, policies))
    said = () if question.resource_policy is None else (Policy(question.resource_policy, _NOWHERE),)
    if question.kind == "trust policy":
        same = [each for each in identities if each.arn == question.resource]
        held = same[0].policies if same else ()
        identities = [each for each in identities if each.arn != question.resource]
        identities.append(Identity(question.resource, question.owner, _NOWHERE, held, trust=next(iter(said), None)))
    elif kind is not None:
        arn = kind.resource_of(question.resource) or question.resource
        resources[arn] = Resource(arn, question.owner, _NOWHERE, kind, said)
    return Assembly(identities=tuple(identities), resources=resources)
