"""What a proof takes for granted, in words: everything that lies outside the assembly, and what owners may do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Assembly, Identity, UnknownKind, unique_name
from xacct_constructs.iam import Bound, Request, ResourcePolicyKind, UndecidedError, action_matches
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.managed_policies import managed_policy, state
from xacct_constructs.organization import AS_OF
from xacct_constructs.permissions import Permission
from xacct_constructs.principals import (
    NamedPrincipal,
    TrustedPrincipal,
    accounts_of,
    is_named,
    is_of_organization,
    with_names,
)
from xacct_constructs.proof import checking
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.behind import ways_over, ways_to
from xacct_constructs.proof.copies import Copying
from xacct_constructs.proof.endpoints import refusals
from xacct_constructs.proof.halves import is_half
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.providers import providers
from xacct_constructs.proof.put_away import put_away
from xacct_constructs.proof.unshown import beside_trusted
from xacct_constructs.proof.used import is_pattern, used, written
from xacct_constructs.proof.verdict import ToCheck
from xacct_constructs.proof.working import boundaries
from xacct_constructs.request_sets import Box, ByResource, action_literal, box, reaching, request_in
from xacct_constructs.services import ASKED_ON_NOTHING, ASSUME_ROLE, RESOURCE_KINDS, resource_kind
from xacct_constructs.values import listed
from xacct_constructs.world import BY_ID


def of_every_proof(access: Access, agreements: Sequence[Agreement], *, doors: bool) -> Iterator[str]:
    """A sentence for each thing that holds for the proof of whatever app.

    Args:
        access: The assembly.
        agreements: What is agreed.
        doors: Whether outsiders have other doors.
    """
    yield from _of_organization(access, agreements)
    yield f"Policies of resources other than {_read()} (queues, topics, secrets …) open nothing to others."
    yield "Nothing is open that no template makes: access points, access control lists of objects, grants, shares."
    yield "Whoever can edit IAM in the trusting and trusted accounts leaves it as the templates say."
    yield "Users and roles of the trusting accounts, and the AWS services that these trust, act for their accounts."
    if doors:
        yield "What other doors let outsiders read holds no credentials, and nothing outside the templates obeys them."
    if any(unknown.kind is UnknownKind.GENERATED for unknown in access.assembly.unknowns.values()):
        yield "A name that CloudFormation makes is no name that stands in the templates."


def to_check(access: Access, agreements: Sequence[Agreement], known: KnownAccess) -> Iterator[ToCheck]:
    """Each thing of this app that somebody has to look at; first policies that nobody here knows."""
    assembly = access.assembly
    for each in agreements:
        if is_half(assembly, each):
            what = f"{each.role_arn} is not here, nor what it is for: account {each.trusting_account} has that half."
            yield ToCheck(what, "Prove both together, with that account's folder:", (checking.BOTH_HALVES,))
    yield from dict.fromkeys(_outside(assembly, agreements))
    yield from _insiders(access, agreements)
    for agreement in agreements:
        yield from _of_agreement(access, agreement)
        for refusal in refusals(access.organized, agreement):
            if not refusal.required:
                yield ToCheck(str(refusal), "Whether their requests go through that endpoint, and must get through.")
    yield from _of_providers(access, agreements)
    yield from _of_keys(assembly, agreements)
    yield from put_away(assembly, (use.resource for each in agreements for use in used(assembly, each)))
    yield from _of_unread(assembly, agreements)
    yield from _of_aws(assembly)
    if known.ways:
        from xacct_constructs.proof.cdk_roles import by_name_alone

        yield from by_name_alone(known, assembly)
    for template, place in assembly.unlisted.items():
        yield ToCheck(f"{place} holds {template}.", "The stack is deployed from there; the assembly lists no assets.")
    for said in assembly.beside:
        yield ToCheck(
            f"{said}, and deploys nothing.", "The type is not known here, and what is made of it is not read."
        )
    for stack, parameter, value, given, name in assembly.parameters:
        told = f"{value!r}, as it is given here" if given else f"its default, {value!r}"
        yield checking.at_stack(f"{stack}'s parameter {parameter} has {told}.", stack, name)


def _of_organization(access: Access, agreements: Sequence[Agreement]) -> Iterator[str]:
    """What is not known of the organization policies that bear on the agreements."""
    told = access.organized.organization
    if told is None:
        other = "other " if access.assembly.organization else ""
        yield f"No {other}organization policy stands against the access."
        return
    yield f"The organization {told.id} is as its folder says, as of {told.date}; its policies stand as they are there."
    yield f"Resource control policies bear on the services that AWS listed on {AS_OF}."
    accounts = [account for each in agreements for account in _accounts(each)]
    for account in dict.fromkeys(accounts):
        for missing in told.left_out(account):
            yield f"No organization policy stands against the access where the folder does not say: {missing}."


def _accounts(agreement: Agreement) -> list[str]:
    """The accounts whose organization policies bear on an agreement."""
    owners = [use.owner for use in agreement.uses]
    return [agreement.trusting_account, *accounts_of(agreement.callers), *owners]


def _read() -> str:
    """The kinds of resource whose policies are read, as a sentence lists them."""
    *first, last = (f"{each.name}s" for each in RESOURCE_KINDS if each.policy is not ResourcePolicyKind.TRUST)
    return f"{', '.join(first)} and {last}"


def _insiders(access: Access, agreements: Sequence[Agreement]) -> Iterator[ToCheck]:
    """Users and roles of the account itself whose own policies reach what is agreed on, or copies of it."""
    agreed = {agreement.role_arn for agreement in agreements}
    about, copies = _about(access.assembly, agreements)
    held: dict[str, list[str]] = {}
    for arn, owner in about.items():
        held.setdefault(owner, []).append(arn)
    asked = {account: ByResource(_asked(arns)) for account, arns in held.items()}
    reaching_it: dict[tuple[str, str], list[Request]] = {}
    for identity in access.assembly.identities:
        if identity.account in held and identity.arn not in agreed:
            found = _reaches(identity, asked[identity.account])
            if isinstance(found, Request):
                reaching_it.setdefault((found.action, found.resource), []).append(found)
            elif found is not None:
                yield found
    for requests in reaching_it.values():
        yield checking.at_requests(_reaching(requests, copies), *requests)


def _about(assembly: Assembly, agreements: Sequence[Agreement]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What is agreed on, its replicas, what leads there and what has copies, with its owner; and what is copied."""
    made = assembly.resources
    uses = [use for agreement in agreements for use in used(assembly, agreement)]
    about = {arn: use.owner for use in uses for arn in (use.resource, use.key) if arn}
    places = {made[arn].origin.place() for arn in about if arn in made}
    about |= {arn: each.account for arn, each in made.items() if each.origin.place() in places and arn not in about}
    copies = Copying(assembly).of(about)
    ways = {arn: each.account for arn, each in made.items() if not about.keys().isdisjoint(each.behind)}
    return {**about, **ways, **{arn: made[arn].account for arn in copies if arn in made}}, copies


def _reaching(requests: Sequence[Request], copies: Mapping[str, str]) -> str:
    """Who they are that make the same request, in a sentence."""
    *first, last = (each.caller.principal_arn for each in requests)
    are = f"{', '.join(first)} and {last} are" if first else f"{last} is"
    let = "their own policies let each" if first else "its own policies let it"
    kind = resource_kind(asked := requests[0].resource)
    copied = copies.get(kind.resource_of(asked) or "" if kind else "", "")
    lie = f", where copies lie of {copied}" if copied else ""
    return f"{are} of the account itself: {let} call {requests[0].action} on {asked}{lie}, for one."


def _asked(held: Iterable[str]) -> list[Box]:
    """What is asked for of these."""
    # A policy that allows anything allows it on a bucket too, of which nobody can list all buckets.
    on_something = box(action_literal(ASKED_ON_NOTHING, holds=False))
    return [each | on_something for each in reaching(*dict.fromkeys(held))]


def _reaches(identity: Identity, held: ByResource) -> Request | ToCheck | None:
    """A request that it may make, or what of it is not known."""
    unknown = f"{identity.arn} is of the account itself, and what its own policies let it reach is not known"
    look = f"Say whether it should; {identity.origin} has its policies."
    try:
        if (request := _reached(identity, held, Bound.BELOW)) or not _reached(identity, held, Bound.ABOVE):
            return request
    except UndecidedError as problem:
        return ToCheck(f"{unknown}: {problem}.", look)
    whys = dict.fromkeys(why for policy in identity.policies for each in policy.readings for why in each.whys)
    return ToCheck(f"{unknown}: {'; '.join(whys)}.", look)


def _reached(identity: Identity, held: ByResource, bound: Bound) -> Request | None:
    """A request that its own policies let it make on one of these."""
    found = (request_in(each, caller_of(identity)) for each in held.product(own_side(identity, bound)))
    return next((each for each in found if each is not None), None)


def _outside(assembly: Assembly, agreements: Sequence[Agreement]) -> Iterator[ToCheck]:
    """Policies that the assembly names and does not hold, where no verdict depends on them."""
    owners = {use.owner for agreement in agreements for use in agreement.uses}
    owners |= {agreement.trusting_account for agreement in agreements}
    agreed = {agreement.role_arn for agreement in agreements}
    attached: dict[str, list[str]] = {}
    for identity in assembly.identities:
        for arn in identity.outside if identity.account in owners and identity.arn not in agreed else ():
            attached.setdefault(arn, []).append(identity.name)
    for arn, names in attached.items():
        whom = ", ".join(names)
        what = f"{arn}, attached to {whom}, is not known here: what it allows them, they do for their account."
        yield checking.at_policy(what, arn)
    for agreement in agreements:
        for arn, boundary in boundaries(agreement).items():
            found = assembly.identity(arn)
            if boundary is not None and found is not None and found.boundary is None:
                what = f"{boundary}, the boundary of {found.name} as agreed, excludes nothing of what is agreed."
                yield checking.at_policy(what, boundary)


def _of_aws(assembly: Assembly) -> Iterator[ToCheck]:
    """The managed policies of AWS that are attached, or are boundaries, as they are known here."""
    policies = (each for identity in assembly.identities for each in (*identity.policies, identity.boundary))
    origins = dict.fromkeys(each.origin for each in policies if each and managed_policy(each.origin.template))
    if origins:
        told = ", ".join(f"{each.template} {each.logical_id}" for each in origins)
        what = f"The managed policies of AWS are as they were on {state()}, {len(origins)} that bear on this: {told}."
        yield checking.at_versions(what, *(each.template for each in origins))


def _of_agreement(access: Access, agreement: Agreement) -> Iterator[ToCheck]:
    assembly = access.assembly
    if agreement.existing_role:
        what = f"{agreement.role_arn} exists already: its trust is as agreed, and it has no other policies."
        yield checking.at_role(what, agreement.role_arn)
    for principal in agreement.callers:
        yield from _of_principal(assembly, agreement, principal)
    for principal in agreement.groups:
        group = assembly.group(arn := principal.arn(agreement.partition))
        if group is None or group.existing:
            yield checking.at_group(f"{arn} has these users: {principal.describe(agreement.partition)}.", arn)
    if not is_half(assembly, agreement):
        yield from _of_written(assembly, agreement)
        for permission in agreement.permissions:
            yield from _of_permission(assembly, agreement, permission)


def _of_written(assembly: Assembly, agreement: Agreement) -> Iterator[ToCheck]:
    """What is taken for granted of what only raw statements name."""
    for arn in dict.fromkeys(map(_by_id, written(agreement))):
        kind = resource_kind(arn)
        if is_pattern(arn):
            continue
        if kind is None:
            role_arn = agreement.role_arn
            what = f"{arn} lets {role_arn} do what is agreed: its policy and its key, where it has any, are not read."
            yield checking.at_resource(what, arn, _account_of(arn))
        elif kind.policy is not ResourcePolicyKind.TRUST:
            yield from _not_held(assembly, arn, _account_of(arn))


def _of_permission(assembly: Assembly, agreement: Agreement, permission: Permission) -> Iterator[ToCheck]:
    """What is taken for granted of the roles that it lets assume, and of what it is about."""
    role_arn = agreement.role_arn
    for arn in _assumed(permission, agreement.role):
        yield checking.at_role(f"{arn}, which {role_arn} may assume as agreed, gives no more than it should.", arn)
        if not set(arn) & {"*", "?"} and ((found := assembly.identity(arn)) is None or found.trust is None):
            what = f"{arn} is not in the assembly: its trust policy lets {role_arn} assume it."
            yield checking.at_trust(what, arn)
    for use in permission.uses(agreement.role) or ():
        yield from _not_held(assembly, use.resource, use.owner)
        if use.key is not None and use.key not in assembly.resources:
            what = f"{use.key} is not in the assembly: its key policy lets the role decrypt."
            yield checking.at_resource(what, use.key, _account_of(use.key) or use.owner)


def _by_id(arn: str) -> str:
    """An ARN or a pattern; of what lies in something that is named by an ID, that."""
    is_named = arns.is_arn(arn) and any(each.service == arns.parse(arn).service for each in BY_ID.values())
    return arn.partition("/*")[0] if is_named else arn


def _of_keys(assembly: Assembly, agreements: Sequence[Agreement]) -> Iterator[ToCheck]:
    """Keys and passwords that templates make of the agreements' users, and may write somewhere."""
    made = [each for each in assembly.saying_who if each.type in ("AWS::IAM::AccessKey", "AWS::IAM::User")]
    arns = (each.arn(by.partition) for by in agreements if made for each in with_names(by.callers))
    users = {unique_name(arn): arn for arn in arns}
    here = {each.origin: unique_name(each.arn) for each in assembly.identities if made}
    for each in made:
        named = unique_name(f"arn:aws:iam::{each.account}:user/{each.said.get('UserName', '')}")
        is_key = each.type == "AWS::IAM::AccessKey"
        user = users.get(named) if is_key else users.get(here.get(each.origin, named))
        if user and is_key:
            what = f"{each.origin} makes a key of {user}: only whom it should reads its secret."
            yield ToCheck(what, "Where the templates write its SecretAccessKey, and who may read there.")
        elif user:
            what = f"{each.origin} gives {user} a password: only whom it should reads it."
            yield ToCheck(what, "Whether it stands in the template, and who may read that.")


def _of_unread(assembly: Assembly, agreements: Sequence[Agreement]) -> Iterator[ToCheck]:
    """What templates of trusted accounts make without showing it, and that may keep their people out."""
    people = (each.arn(by.partition) for by in agreements if assembly.unread for each in with_names(by.callers))
    trusted = frozenset(map(unique_name, people))
    trusting = AgreedOn(assembly, agreements).trusting if trusted else frozenset()
    for each, names in beside_trusted(assembly, trusting, trusted):
        what = f"{each.origin} gives {', '.join(names)} no policy that denies what is agreed: {each.why}."
        yield ToCheck(what, "What it makes, once it is deployed.")


def _of_principal(assembly: Assembly, agreement: Agreement, principal: TrustedPrincipal) -> Iterator[ToCheck]:
    """What is taken for granted of whom an agreement lets in."""
    role_arn = agreement.role_arn
    if is_named(principal):
        yield from _of_named(assembly, principal, principal.arn(agreement.partition), role_arn)
    elif principal.is_whole_account:
        what = f"Account {principal.account} lets only whom it should assume {role_arn}."
        yield ToCheck(
            what, f"Ask account {principal.account} which of its users and roles may call sts:AssumeRole on it."
        )
    elif principal.is_outside_aws:
        (provider,), *_ = principal.admission(agreement.role, agreement.binding)
        query = ("aws", "iam", "get-open-id-connect-provider", "--open-id-connect-provider-arn", provider)
        what = f"IAM of account {agreement.trusting_account} knows {provider}, for the agreed audience."
        yield ToCheck(what, f"In account {agreement.trusting_account}, its client IDs:", (query,))
        what = f"Only whom it should has a token for {principal.describe(agreement.partition)}."
        yield ToCheck(what, f"Ask {principal.policy_owner} who gets one.")
    elif is_of_organization(principal):
        yield ToCheck(
            f"Each account lets only whom it should assume {role_arn}, of {principal.place}.",
            "Which accounts those are, and in each, which users and roles may call sts:AssumeRole on it.",
        )
    else:
        who, owner = principal.describe(agreement.partition), principal.policy_owner
        yield ToCheck(f"The policies of {who} let it assume {role_arn}.", f"Ask {owner} for them.")
        yield ToCheck(f"Only whom it should is assigned to {who}.", f"Ask {owner} who is assigned.")


def _of_named(assembly: Assembly, principal: NamedPrincipal, arn: str, role_arn: str) -> Iterator[ToCheck]:
    """What is taken for granted of a user or a role."""
    found = assembly.identity(arn)
    if found is None or found.existing:
        yield checking.at_caller(f"{arn} is allowed by its own account to assume {role_arn}.", arn, role_arn)
    if principal.is_role_session:
        what = f"Account {principal.account} and its identity providers let into {arn} only whom they should."
        yield checking.at_trust(what, arn)
        for provider, said in providers(found) if found is not None else ():
            yield ToCheck(said, f"Ask whoever runs {provider} whom that means.")


def _of_providers(access: Access, agreements: Sequence[Agreement]) -> Iterator[ToCheck]:
    """The providers by which people come to roles over which the agreed one is assumed, none of them agreed."""
    assembly = access.assembly
    if not any(provider for each in assembly.identities for provider in providers(each)):
        return
    leading = Leading(access, AgreedOn(assembly, agreements))
    for agreement in agreements:
        over = [each for each, _ in ways_over(agreement.callers, assembly.identity(agreement.role_arn), leading)]
        sessions = (each.arn(agreement.partition) for each in with_names(agreement.callers) if each.is_role_session)
        trusted = (found for arn in sessions if (found := assembly.identity(arn)) is not None)
        over += [other for each in trusted for other, _ in ways_to(each, leading) if other is not each]
        for provider, said in (told for each in over for told in providers(each)):
            what = f"{said.removesuffix('.')}, and so to {agreement.role_arn}."
            yield ToCheck(what, f"Ask whoever runs {provider} whom that means.")


def _not_held(assembly: Assembly, arn: str, owner: str) -> Iterator[ToCheck]:
    """What is used and not in the assembly."""
    if arn not in assembly.resources:
        kind = resource_kind(arn)
        policy = f"{kind.name} policy" if kind else "policy"
        besides = _BESIDES.get(kind.service, "") if kind else ""
        what = f"{arn} is not in the assembly: its {policy} neither opens it to others nor denies the role{besides}."
        yield checking.at_resource(what, arn, owner)


_ENCRYPTED = ", and no key encrypts it but an agreed one"
_BESIDES = {"dynamodb": _ENCRYPTED, "kms": ", and it is enabled", "s3": _ENCRYPTED}
"""Services to what else keeps the role from reading."""


def _account_of(arn: str) -> str:
    return arns.parse(arn).account if arns.is_arn(arn) else ""


def _assumed(permission: Permission, role: Arn) -> Iterator[str]:
    """The roles that a permission lets the role assume."""
    for statement in permission.statements(role):
        actions = map(str, listed(statement.get("Action", [])))
        if statement.get("Effect") == "Allow" and any(action_matches(each, ASSUME_ROLE) for each in actions):
            yield from map(str, listed(statement.get("Resource", [])))
