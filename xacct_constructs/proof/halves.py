"""Agreements of which the trusted half alone is here, as its owner deploys it: the other half is the other owner's."""

from collections.abc import Iterator
from dataclasses import replace

from xacct_constructs.agreed_access import entry
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.principals import is_named, with_names
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.entering import refused
from xacct_constructs.proof.narrowing import deciding
from xacct_constructs.proof.ordinary import ordinary
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault, Step
from xacct_constructs.request_sets import request_in

_LETS_IN = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:*"}
_OTHER = Origin("", "the other owner's half, taken to let in whom it should", "")


def is_half(assembly: Assembly, agreement: Agreement) -> bool:
    """Whether some of an agreement's people are here, and no stack can be of the account that owns its role."""
    accounts = assembly.accounts
    elsewhere = bool(accounts) and all(each.isdigit() and each != agreement.trusting_account for each in accounts)
    return elsewhere and any(_here(assembly, agreement))


def _here(assembly: Assembly, agreement: Agreement) -> Iterator[Identity]:
    """The principals that the templates make, or give policies to."""
    found = (assembly.identity(each.arn(agreement.partition)) for each in with_names(agreement.trusted_principals))
    return (each for each in found if each is not None)


def with_role(access: Access, agreement: Agreement) -> Access:
    """The assembly, and a role of the other half that lets in whoever asks."""
    trust = Policy({"Version": "2012-10-17", "Statement": [_LETS_IN]}, _OTHER)
    role = Identity(agreement.role_arn, agreement.trusting_account, _OTHER, trust=trust)
    assembly = replace(access.assembly, identities=(*access.assembly.identities, role))
    return Access(assembly, access.organized.organization)


def refused_here(access: Access, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """What each of the people who are here is refused by their own side, the role letting in whoever asks.

    Raises:
        UndecidedError: A policy is not understood.
    """
    whole, agreed = with_role(access, agreement), entry(agreement)
    for principal in agreement.trusted_principals:
        for each in map(ordinary, refused(whole.organized, agreement, principal, agreed, agreed)):
            request = request_in(each)
            if request is not None:
                about = principal.arn(agreement.partition) if is_named(principal) else agreement.role_arn
                decision = deciding(Fault.TOO_LITTLE, None)(whole, whole.with_likely_owner(request))
                if not decision.is_allowed:
                    yield Counterexample(Fault.TOO_LITTLE, about, (Step(request, decision),))
                    break
                yield Doubt(about, f"{request.action} on {request.resource} may be refused, but no request shows it")
