"""Users, roles for others, keys and secrets."""

from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_cognito_identitypool as identitypool
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ssm as ssm

from tests.ordinary.beside import PRODUCTION, STRANGER, Beside
from tests.ordinary.parts import a_function
from tests.ordinary.row import ANY_DOUBT, Row
from xacct_constructs.proof import Answer


def _github(beside: Beside) -> iam.Role:
    provider = iam.OidcProviderNative(
        beside.production, "GitHub", url="https://token.actions.githubusercontent.com", client_ids=["sts.amazonaws.com"]
    )
    conditions = {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/reports:ref:refs/heads/main"},
    }
    principal = iam.OpenIdConnectPrincipal(provider, conditions)
    return iam.Role(beside.production, "Deploy", role_name="deploy", assumed_by=principal)


def _vendor(beside: Beside, *managed: str) -> iam.Role:
    return iam.Role(
        beside.production,
        "Vendor",
        role_name="monitoring",
        assumed_by=iam.AccountPrincipal(STRANGER),
        external_ids=["acme-7f3a"],
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(each) for each in managed],
    )


def users_of_the_account(beside: Beside) -> None:
    """A group of the account's own users, who read the reports."""
    analysts = iam.Group(beside.production, "Analysts")
    iam.User(beside.production, "Bob", user_name="bob", groups=[analysts])
    beside.reports().grant_read(analysts)


def an_administrator_in_an_emergency(beside: Beside) -> None:
    """A role with every permission, which the account's own users assume with MFA."""
    iam.Role(
        beside.production,
        "Emergency",
        assumed_by=iam.AccountRootPrincipal().with_conditions({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess")],
    )


def github_deploys(beside: Beside) -> None:
    """One branch of a repository deploys with the roles of CDK's bootstrap."""
    _github(beside).add_to_policy(
        iam.PolicyStatement(actions=["sts:AssumeRole"], resources=[f"arn:aws:iam::{PRODUCTION}:role/cdk-*"])
    )


def github_publishes_a_site(beside: Beside) -> None:
    """One branch of a repository writes into the bucket of a site, and nowhere else."""
    s3.Bucket(beside.production, "Site").grant_put(_github(beside))


def a_vendor_sees_metrics(beside: Beside) -> None:
    """A vendor's account reads metrics, with the external ID it gave."""
    _vendor(beside).add_to_policy(
        iam.PolicyStatement(actions=["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], resources=["*"])
    )


def a_vendor_reads_everything(beside: Beside) -> None:
    """A vendor's account reads whatever there is."""
    _vendor(beside, "ReadOnlyAccess")


def a_vendor_by_parameter_store(beside: Beside) -> None:
    """A vendor's account, known from Parameter Store, reads metrics."""
    vendor = ssm.StringParameter.value_for_string_parameter(beside.production, "/vendor/account")
    role = iam.Role(beside.production, "Vendor", assumed_by=iam.AccountPrincipal(vendor), external_ids=["acme-7f3a"])
    role.add_to_policy(iam.PolicyStatement(actions=["cloudwatch:GetMetricData"], resources=["*"]))


def a_pool_of_users(beside: Beside) -> None:
    """A pool of users who sign in, with a client and a domain."""
    users = cognito.UserPool(beside.production, "Users", self_sign_up_enabled=True)
    users.add_client("Web")
    users.add_domain("Domain", cognito_domain=cognito.CognitoDomainOptions(domain_prefix="acme-reports"))


def a_pool_of_identities(beside: Beside) -> None:
    """Whoever signs in may write into a bucket of uploads."""
    pool = identitypool.IdentityPool(beside.production, "Identities")
    s3.Bucket(beside.production, "Uploads").grant_put(pool.authenticated_role)


def a_pool_of_identities_over_the_reports(beside: Beside) -> None:
    """Whoever signs in reads the reports."""
    beside.reports().grant_read(identitypool.IdentityPool(beside.production, "Identities").authenticated_role)


def a_key(beside: Beside) -> None:
    """A key that a function of the account uses."""
    key = kms.Key(beside.production, "Key", enable_key_rotation=True, alias="orders")
    key.grant_encrypt_decrypt(a_function(beside.production, "Worker"))


def a_key_for_a_stranger(beside: Beside) -> None:
    """A key with which another account decrypts, and which encrypts nothing that is agreed on."""
    kms.Key(beside.production, "Key").grant_decrypt(iam.AccountPrincipal(STRANGER))


def a_secret_for_a_stranger(beside: Beside) -> None:
    """A secret that another account reads."""
    key = kms.Key(beside.production, "Key")
    secret = secretsmanager.Secret(beside.production, "Secret", encryption_key=key)
    secret.grant_read(iam.AccountPrincipal(STRANGER))


def parameters(beside: Beside) -> None:
    """Parameters that a function reads, and one that the template reads."""
    stored = ssm.StringParameter(beside.production, "Level", string_value="info")
    stored.grant_read(a_function(beside.production, "Worker"))
    given = ssm.StringParameter.value_for_string_parameter(beside.production, "/shared/level")
    ssm.StringParameter(beside.production, "Copy", string_value=given)


ROWS = (
    Row(users_of_the_account),
    Row(an_administrator_in_an_emergency),
    Row(
        github_deploys,
        Answer.UNDECIDED,
        "whoever pushes to that branch comes as far as the bootstrap roles, which are not in the templates",
        names="role/deploy",
    ),
    Row(github_publishes_a_site),
    Row(a_vendor_sees_metrics),
    Row(
        a_vendor_reads_everything,
        Answer.REFUTED,
        "ReadOnlyAccess reads every object, the reports among them",
        names="Vendor",
    ),
    Row(
        a_vendor_by_parameter_store,
        today=ANY_DOUBT,
    ),
    Row(a_pool_of_users),
    Row(a_pool_of_identities),
    Row(
        a_pool_of_identities_over_the_reports,
        Answer.REFUTED,
        "whoever signs in with the pool's providers reads the reports",
        names="Identities",
        stays="lets in whom a provider signs in, and asks for no subject",
    ),
    Row(a_key),
    Row(a_key_for_a_stranger),
    Row(a_secret_for_a_stranger),
    Row(parameters),
)
