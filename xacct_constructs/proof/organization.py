"""Organization policies of the assembly: which of them bind an account, and which may.

Above what is known stand AWS's own, which allow everything: an organization policy of the templates takes away what it
denies. One that allows less than everything is meant to stand in their place, which no template shows.
"""

import re
from collections.abc import Iterable, Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, OrganizationPolicy
from xacct_constructs.iam import Request, Statement, UndecidedError, everything
from xacct_constructs.request_sets import Bound, Box, box, denied_by, literal, product, resource_side, subtract

SERVICE_CONTROL, RESOURCE_CONTROL = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
_FULL_ACCESS = everything("AWS's own organization policy, which allows everything")


def withheld(assembly: Assembly, agreement: Agreement, caller: str, wanted: list[Box]) -> Iterator[Box]:
    """Of what is wanted by somebody of an account, what organization policies take away, or may.

    Raises:
        UndecidedError: One of them is not understood.
    """
    keys = (parse(use.key).account for use in agreement.uses if use.key)
    owners = {agreement.trusting_account, *(use.owner for use in agreement.uses), *keys}
    over = [(SERVICE_CONTROL, caller, wanted)]
    for owner in owners:
        owned = [box(literal("aws:ResourceAccount", "StringEquals", [owner]))]
        over.append((RESOURCE_CONTROL, owner, wanted if len(owners) == 1 else product(wanted, owned)))
    for kind, account, asked in over:
        for each in _standing_over(assembly, kind, account):
            statements = each.policy.statements
            yield from product(asked, denied_by(statements, Bound.BELOW))
            if any(statement.allows for statement in statements):
                yield from subtract(asked, resource_side(statements, Bound.BELOW))


def _standing_over(assembly: Assembly, kind: str, account: str) -> Iterator[OrganizationPolicy]:
    """The policies of this kind that bind an account, or may: its root or unit, or what deployment settles."""
    for each in assembly.organization if account else ():
        reaches = account in each.targets or not all(map(_is_account, each.targets))
        if reaches and (each.kind == kind or "${" in each.kind):
            yield each


def levels(assembly: Assembly, kind: str, account: str, request: Request) -> list[tuple[Statement, ...]]:
    """What binds an account where it, or a resource of it, is asked about.

    Raises:
        UndecidedError: A policy may bind it and would refuse, or is not understood.
    """
    found: list[tuple[Statement, ...]] = []
    for each in _standing_over(assembly, kind, account):
        statements = each.policy.statements
        if _allows_less(statements, request):
            why = "allows less than this, and whether AWS's own policy stays beside it is not known"
            raise UndecidedError(f"{each.policy.origin} {why}")
        if account in each.targets and each.kind == kind:
            found.append((*_FULL_ACCESS, *statements))
        elif _hits(statements, request, allows=False):
            raise UndecidedError(f"{each.policy.origin} denies this, if it binds account {account}")
    return found


def _allows_less(statements: Iterable[Statement], request: Request) -> bool:
    """Whether the policy allows something, and not this."""
    allowing = [each for each in statements if each.allows]
    return bool(allowing) and not _hits(allowing, request, allows=True)


def _hits(statements: Iterable[Statement], request: Request, *, allows: bool) -> bool:
    context = request.full_context()
    speaking = (each for each in statements if each.allows is allows and each.covers(request, context))
    return any(each.principals is None or each.match(request) for each in speaking)


def _is_account(target: str) -> bool:
    return re.fullmatch(r"[0-9]{12}", target) is not None
