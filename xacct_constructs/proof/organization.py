"""Organization policies of the assembly: which of them bind an account, and which may.

Above what is known stand AWS's own, which allow everything: an organization policy of the templates takes away what it
denies. One that allows less than everything is meant to stand in their place, which no template shows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import Bound, Policy, Request, Statement, everything
from xacct_constructs.request_sets import Box, box, denied_by, literal, product, resource_side, subtract

SERVICE_CONTROL, RESOURCE_CONTROL = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
_FULL_ACCESS = everything("AWS's own organization policy, which allows everything")


def standing_over(assembly: Assembly, kind: str, account: str) -> Iterator[Policy]:
    """The policies of this kind that bind an account, or may: its root or unit, or what deployment settles."""
    for each in assembly.organization if account else ():
        certain = account in each.targets and each.kind == kind
        may = account in each.targets or not all(map(_is_account, each.targets))
        if certain or (may and each.kind in (kind, None)):
            why = "" if certain else f"whether {each.policy.origin} binds account {account} is not known here"
            yield replace(each.policy, perhaps=each.policy.perhaps or why)


def levels(assembly: Assembly, kind: str, account: str, bound: Bound) -> list[tuple[Statement, ...]]:
    """What binds an account where it asks, or something of it is asked for; one entry for each policy."""
    return [_level(each, bound) for each in standing_over(assembly, kind, account)]


def _level(policy: Policy, bound: Bound) -> tuple[Statement, ...]:
    own = policy.at(bound)
    return own if bound is Bound.BELOW and _allows_less(policy) else (*_FULL_ACCESS, *own)


def _allows_less(policy: Policy) -> bool:
    """Whether the policy allows something, and not everything."""
    allowing = [each for each in policy.at(Bound.ABOVE) if each.allows and each.is_known]
    return bool(allowing) and not any(
        "*" in each.actions and not each.not_actions and "*" in (each.resources or ()) and not each.conditions
        for each in allowing
    )


def narrower(assembly: Assembly, request: Request) -> Iterator[str]:
    """Why a request may be refused by what allows less, in words."""
    context = request.full_context()
    for kind, account in ((SERVICE_CONTROL, request.caller.account), (RESOURCE_CONTROL, request.owner)):
        for each in standing_over(assembly, kind, account):
            allowed = any(found.allows and found.covers(request, context) for found in each.at(Bound.BELOW))
            if _allows_less(each) and not allowed:
                yield f"{each.origin} allows less than this, and whether AWS's own policy stays beside it is not known"


def withheld(assembly: Assembly, agreement: Agreement, caller: str, wanted: list[Box]) -> Iterator[Box]:
    """Of what is wanted by somebody of an account, what organization policies take away, or may."""
    keys = (parse(use.key).account for use in agreement.uses if use.key)
    owners = {agreement.trusting_account, *(use.owner for use in agreement.uses), *keys}
    over = [(SERVICE_CONTROL, caller, wanted)]
    for owner in owners:
        owned = [box(literal("aws:ResourceAccount", "StringEquals", [owner]))]
        over.append((RESOURCE_CONTROL, owner, wanted if len(owners) == 1 else product(wanted, owned)))
    for kind, account, asked in over:
        for each in standing_over(assembly, kind, account):
            statements = each.at(Bound.BELOW)
            yield from product(asked, denied_by(statements, Bound.BELOW))
            if _allows_less(each):
                yield from subtract(asked, resource_side(statements, Bound.BELOW))


def _is_account(target: str) -> bool:
    return re.fullmatch(r"[0-9]{12}", target) is not None
