"""Whatever is added, removed, reordered or widened: nobody else's resource moves, nor any other template."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.account_stacks.samples import account, agreement, file, queues, stacks
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.access_file import AccessFile
from xacct_constructs.account_stacks import AccountStack
from xacct_constructs.quotas import STACK_RESOURCES, TEMPLATE_BYTES

NUMBERS = {"production": "111111111111", "staging": "222222222222", "research": "333333333333"}
users = st.builds(
    lambda home, name: TrustedUser(account=NUMBERS[home], name=name),
    st.sampled_from(["staging", "research"]),
    st.sampled_from(["alice", "bob", "carol.d@example.com", "ALICE2", "al-ice2"]),
)
permissions = st.one_of(
    st.builds(S3Read, st.sampled_from(["acme-reports", "acme-invoices"])),
    st.integers(1, 130).map(queues),
)


@st.composite
def made(draw: st.DrawFn, number: int) -> Agreement:
    """An agreement about a role of its own, with users that others may name too."""
    trusted = draw(st.lists(users, min_size=1, max_size=3, unique_by=lambda each: each.identity))
    return agreement(
        number,
        role_name=draw(st.sampled_from(["reader-{}", "Reader_{}", "a.{}"])).format(number),
        trusted_principals=trusted,
        permissions=[draw(permissions)],
    )


@st.composite
def histories(draw: st.DrawFn) -> list[list[Agreement]]:
    """A file's agreements, edit after edit."""
    current = [draw(made(number)) for number in range(draw(st.integers(1, 6)))]
    states, number = [list(current)], len(current)
    for edit in draw(st.lists(st.sampled_from(["add", "remove", "reorder", "widen"]), min_size=1, max_size=6)):
        if edit == "add":
            current.insert(draw(st.integers(0, len(current))), draw(made(number)))
            number += 1
        elif edit == "remove" and current:
            current.pop(draw(st.integers(0, len(current) - 1)))
        elif edit == "reorder":
            current = draw(st.permutations(current))
        elif current:
            at = draw(st.integers(0, len(current) - 1))
            current[at] = replace(current[at], permissions=[draw(permissions), *current[at].permissions][:1])
        states.append(list(current))
    return states


def spread_over(agreements: list[Agreement], each: int) -> AccessFile:
    """The file, so many stacks in each account."""
    return file(agreements, *(account(name, number, stacks=each) for name, number in NUMBERS.items()))


def where(of: Mapping[str, AccountStack]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Account, type and name of each resource with a name, to its stack and logical ID."""
    found = {}
    for stack in of.values():
        for logical_id, resource in stack.resources.items():
            properties = resource["Properties"]
            names = [properties[key] for key in ("RoleName", "UserName", "ManagedPolicyName") if key in properties]
            found[stack.account, str(resource["Type"]), names[0]] = (stack.name, logical_id)
    return found


@settings(max_examples=15)
@given(histories(), st.integers(1, 4))
def test_nothing_that_stays_moves(history: list[list[Agreement]], each: int) -> None:
    """Every role, user and managed policy that is there before and after stands where it stood."""
    before: dict[Any, Any] = {}
    for state in history:
        now = stacks(spread_over(state, each))
        after = where(now)
        assert {key: place for key, place in before.items() if key in after} == {
            key: place for key, place in after.items() if key in before
        }
        logical_ids = [name for stack in now.values() for name in stack.resources]
        assert len(logical_ids) == len(after)
        assert all(len(stack.resources) <= STACK_RESOURCES for stack in now.values())
        assert all(len(stack.template.encode()) <= TEMPLATE_BYTES for stack in now.values())
        before = after


@settings(max_examples=15)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8, unique=True), st.integers(1, 4), st.data())
def test_one_more_changes_its_own_stacks_alone(numbers: list[int], each: int, data: st.DataObject) -> None:
    """Those of its role and of its user; every other template is the same to the letter."""
    *others, added = [agreement(number) for number in numbers]
    before = stacks(spread_over(others, each))
    at = data.draw(st.integers(0, len(others)))
    after = stacks(spread_over([*others[:at], added, *others[at:]], each))
    own = {
        name for name, stack in after.items() if any(_names(added) & set(_of(one)) for one in stack.resources.values())
    }
    changed = {name for name, stack in after.items() if name not in before or before[name].template != stack.template}
    assert changed == own
    assert len(own) == 2


def _names(of: Agreement) -> set[str]:
    return {of.role_name, *(each.name for each in of.trusted_principals if isinstance(each, TrustedUser))}


def _of(resource: Mapping[str, Any]) -> list[str]:
    return [resource["Properties"].get(key, "") for key in ("RoleName", "UserName")]


@settings(max_examples=15)
@given(histories())
def test_no_order_shows(history: list[list[Agreement]]) -> None:
    """The same agreements the other way around lead to the same templates."""
    for state in history[-1:]:
        turned = {name: stack.template for name, stack in stacks(spread_over(state[::-1], 2)).items()}
        assert {name: stack.template for name, stack in stacks(spread_over(state, 2)).items()} == turned
