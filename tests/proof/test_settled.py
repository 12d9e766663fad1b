"""Worlds by chance in which values are left to deployment, and the same worlds when deployment has settled them.

What was proven stays right under every settling tried, and what was refuted stays wrong under each. What could not be
decided may become anything. More of them: `pytest tests/proof/test_settled.py --hypothesis-profile=long`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from tests.proof.open_values import AGREED, base
from tests.proof.test_sampled import Edited, bears_on_it, is_agreed, requests, worlds
from tests.proof.test_worlds import OTHER, PRODUCTION, STAGING
from tests.proof.unknown import Place, Stack, places, read, stacks_of, value_at, with_value
from xacct_constructs import Agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.assembly import Assembly
from xacct_constructs.assembly.errors import AssemblyError
from xacct_constructs.iam.request import Request
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.proof import Access, Answer, prove


class Written(NamedTuple):
    """What stands in a place, and the sections that it needs; `Resources` are added to the others."""

    value: Any
    sections: Mapping[str, Mapping[str, Any]] = {}


class Way(NamedTuple):
    """How a value is left to deployment, of what it can be; and how one of those is written that deployment chose."""

    opened: Callable[[str, Sequence[Any]], Written]
    settled: Callable[[str, Sequence[Any], Any], Written]


NOTHING = {"Ref": "AWS::NoValue"}


def _parameter(name: str, **said: Any) -> Written:
    return Written({"Ref": name}, {"Parameters": {name: {"Type": "String", **said}}})


def _arms(name: str, values: Sequence[Any], **said: Any) -> Written:
    sections = {**_parameter(name, **said).sections, "Conditions": {name: {"Fn::Equals": [{"Ref": name}, "first"]}}}
    return Written({"Fn::If": [name, *values]}, sections)


def _attribute(name: str) -> Written:
    provider = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:provider"
    custom = {"Type": "Custom::Value", "Properties": {"ServiceToken": provider}}
    return Written({"Fn::GetAtt": [name, "Value"]}, {"Resources": {name: custom}})


def _imported(name: str, value: Any) -> Written:
    return Written({"Fn::ImportValue": name}, {"Outputs": {name: {"Value": value, "Export": {"Name": name}}}})


ANY: Mapping[str, Way] = {
    "a parameter": Way(lambda name, _: _parameter(name), lambda name, _, chosen: _parameter(name, Default=chosen)),
    "a parameter of the parameter store": Way(
        lambda name, _: _parameter(name, Type="AWS::SSM::Parameter::Value<String>"), lambda *given: Written(given[-1])
    ),
    "an import": Way(
        lambda name, _: Written({"Fn::ImportValue": name}), lambda name, _, chosen: _imported(name, chosen)
    ),
    "an attribute of a custom resource": Way(lambda name, _: _attribute(name), lambda *given: Written(given[-1])),
}
"""Ways that leave it open which text it will be."""
SOME: Mapping[str, Way] = {
    "a parameter of some values": Way(
        lambda name, values: _parameter(name, AllowedValues=values),
        lambda name, values, chosen: _parameter(name, AllowedValues=values, Default=chosen),
    ),
    "one of two arms": Way(
        _arms,
        lambda name, values, chosen: _arms(name, values, Default="first" if chosen == values[0] else "second"),
    ),
}
"""Ways that say which two values it can be; arms may be any."""

_ACCOUNT = re.compile(r"\d{12}")
_OTHER_NAMES = {"reader": "onward", "alice": "mallory", "monthly": "payroll", "acme-reports": "acme-books"}
_OTHERS = {"Effect": ["Allow", "Deny"], "Version": ["2008-10-17", "2012-10-17"], "Action": ["s3:*", "sts:AssumeRole"]}
_NOT_NEEDED = ("Condition", "ManagedPolicyArns", "PermissionsBoundary", "Policies", "Version")
_NAMES = ("RoleName", "UserName", "BucketName", "Bucket", "ManagedPolicyName", "Roles")


def near(text: str, name: str) -> list[str]:
    """What may stand for a text under this name: itself, of another account, another's, and more than it."""
    found = [text, *_OTHERS.get(name, []), *(_ACCOUNT.sub(each, text) for each in (PRODUCTION, STAGING, OTHER))]
    found += [text.replace(was, is_) for was, is_ in _OTHER_NAMES.items()]
    if text in ("true", "false"):
        found += ["true", "false"]
    elif text != "*" and name not in (*_NAMES, "Effect", "Version"):
        found += ["*", f"{text[: len(text) // 2]}*", f"{text}*"]
    return list(dict.fromkeys(found))


class Left(NamedTuple):
    """A value that is left to deployment.

    Attributes:
        name: What the parameter, import, condition or custom resource is called.
        way: How it is left.
        whole: What stood there: a text, of which the places may hold more, or any value.
        places: Where it stands.
        values: What it can be.
    """

    name: str
    way: Way
    whole: Any
    places: tuple[Place, ...]
    values: Sequence[Any]

    def written(self, stacks: list[Stack], written: Written) -> list[Stack]:
        """The stacks with this in its places."""
        for place in self.places:
            stacks = with_value(stacks, place, self._put(value_at(stacks, place), written.value))
        index = self.places[0].stack
        template = {**stacks[index].template}
        for section, entries in written.sections.items():
            template[section] = {**template.get(section, {}), **entries}
        return [*stacks[:index], stacks[index]._replace(template=template), *stacks[index + 1 :]]

    def _put(self, old: Any, new: Any) -> Any:
        if old == self.whole:
            return new
        first, *rest = old.split(self.whole)
        return {"Fn::Join": ["", [first, *(each for part in rest for each in (new, part))]]}


class Settling(NamedTuple):
    """A world with values that are left to deployment, and what deployment makes of it."""

    agreement: Agreement
    opened: list[Stack]
    settled: list[list[Stack]]


def _name(place: Place) -> str:
    return [each for each in place.path if isinstance(each, str)][-1]


def _is_not_needed(place: Place) -> bool:
    """Whether a resource is as valid without it."""
    last = place.path[-1]
    return "Fn::Join" not in place.path and (last in _NOT_NEEDED or isinstance(last, int))


def _may_have_stars(where: tuple[Place, ...]) -> bool:
    """In a principal AWS refuses them but for everybody's, which some of the worlds have."""
    return all("Principal" not in each.path and "NotPrincipal" not in each.path for each in where)


@st.composite
def left(draw: st.DrawFn, stacks: list[Stack], name: str) -> Left:
    """A value of a property, or a part of a text; it may stand in all places of the stack that have that text."""
    stack = draw(st.integers(0, len(stacks) - 1))
    here = [each for each in places(stacks) if each.stack == stack and each.path[0] == "Properties" and each.path[1:]]
    place = draw(st.sampled_from(here))
    whole = value_at(stacks, place)
    if not isinstance(whole, str) or draw(st.integers(0, 3)) == 0:
        alike = [
            found
            for each in here
            if _name(each) == _name(place) and type(found := value_at(stacks, each)) is type(whole)
        ]
        alike += [NOTHING] if _is_not_needed(place) else []
        return Left(name, SOME["one of two arms"], whole, (place,), [whole, draw(st.sampled_from(alike))])
    parts = [each for each in {*_ACCOUNT.findall(whole), re.split("[:/]", whole)[-1]} if each]
    whole = draw(st.sampled_from([whole, *sorted(parts)]))
    having = [each for each in here if isinstance(found := value_at(stacks, each), str) and whole in found]
    where = tuple(having) if draw(st.booleans()) else (place,)
    values = [each for each in near(whole, _name(place)) if each == whole or "*" not in each or _may_have_stars(where)]
    if draw(st.booleans()):
        return Left(name, draw(st.sampled_from(list(ANY.values()))), whole, where, values)
    return Left(name, draw(st.sampled_from(list(SOME.values()))), whole, where, [whole, draw(st.sampled_from(values))])


@st.composite
def settlings(draw: st.DrawFn) -> Settling:
    """A world, a value or two that are left to deployment, and three ways to settle them."""
    edited = draw(st.one_of(worlds(), worlds(), st.builds(lambda: Edited(AGREED, base()))))
    stacks = stacks_of(edited.world)
    opened, settled = stacks, [stacks] * 3
    for found in _apart([draw(left(stacks, name)) for name in ("First", "Second")[: draw(st.integers(1, 2))]]):
        opened = found.written(opened, found.way.opened(found.name, found.values))
        chosen = [draw(st.sampled_from(found.values)) for _ in settled]
        settled = [
            found.written(each, found.way.settled(found.name, found.values, value))
            for each, value in zip(settled, chosen, strict=True)
        ]
    return Settling(edited.agreement, opened, settled)


def _apart(found: list[Left]) -> list[Left]:
    """The first, and the second where it lies elsewhere."""
    taken = found[0].places
    return found[:1] + [each for each in found[1:] if not any(one.meets(two) for one in each.places for two in taken)]


def _read(stacks: Sequence[Stack], agreement: Agreement) -> Assembly | None:
    """The assembly; None where the reader refuses the template."""
    try:
        return read(stacks, [to_json(agreement)])
    except AssemblyError:
        return None


def _nobody_else(held: Assembly, agreement: Agreement, asked: list[Request], doors: set[str]) -> None:
    """No outsider gets through but as agreed, or by another door."""
    access = Access(held)
    for request in (each for each in asked if bears_on_it(each) and each.resource not in doors):
        note(str(request))
        try:
            gets_through = access.decide(request, own_side_allows=True).is_allowed
        except UndecidedError:
            continue
        assert is_agreed(request, agreement) or not gets_through


@settings(max_examples=settings().max_examples // 4)
@given(world=settlings(), asked=st.lists(requests(), min_size=10, max_size=10))
def test_an_answer_stays_right_whatever_deployment_brings(world: Settling, asked: list[Request]) -> None:
    """Proven stays proven, and refuted stays refuted."""
    before = _read(world.opened, world.agreement)
    answer = Answer.UNDECIDED if before is None else prove(before).answer
    event(str(answer))
    for stacks in world.settled if answer is not Answer.UNDECIDED else ():
        held = _read(stacks, world.agreement)
        # Two of one name are not deployed.
        if held is None or any(" of the same name" in each.why for each in held.unread):
            continue
        note(str([each.template for each in stacks]))
        proof = prove(held)
        assert proof.answer is answer, (proof.counterexamples, proof.undecided)
        if answer is Answer.PROVEN:
            _nobody_else(held, world.agreement, asked, {str(each.about) for each in proof.doors})
