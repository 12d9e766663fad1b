"""The names by which the rest reaches the parts that decide and prove; their modules are their own affair."""

import pytest

from xacct_constructs import (
    access_file,
    agreed_access,
    assembly,
    iam,
    known_access,
    organization,
    proof,
    request_sets,
    services,
    world,
)

NAMES = {
    access_file: """
        AccessFile Account Identity load_access
    """,
    iam: """
        Bound Caller CallerKind Condition Context Decision DependsError EVERY_REQUEST EvalDecision Match
        OPERATORS Operator Origin Policies Policy Principals Reading Request ResourcePolicyKind Statement
        TRUTHS UNIQUE_ID USER_ID UndecidedError Values account_of action_matcher action_matches arn_matches decide
        decide_at escaped everything goes_past_colons has_always has_never matches moment network number pieces
        role_of_session session_of_arn split_arn_pattern statements_at statements_of unique_id_kind
    """,
    services: """
        ACCOUNT_KEYS ACTIONS ASKED_ON_NOTHING ASSUME_ROLE ArnForm CHANGING_ACCESS Called CloudFormationType
        DYNAMODB_TABLE GIVING_CREDENTIALS IAM_ROLE KMS_KEY NOT_READING ORDERING_NOTHING READING READING_NOTHING
        RESOURCE_KINDS ResourceKind S3_ACCESS_POINT S3_BUCKET SERVICES Service TELLING TYPES VERBS Way asked_elsewhere
        called deciding meant_by nearest_call only_reads resource_kind with_service_keys
    """,
    world: """
        ADDRESSES AROUND AUTOMATIONS BY_ID CALLED_BY_ID MADE_BY May Property RUNNING SAYING_WHO SHOWING SayingWho
        TypeRow bearing is_becoming is_command is_giving is_harmless is_making is_opening plain row_of said_by
        service_of
    """,
    known_access: """
        AcceptedUnknown Administrator CdkKind CdkRole Fingerprints KnownAccess KnownEntry KnownWay check_known_access
        content_of from_json from_yaml known_access_text read_json to_json to_yaml
    """,
    organization: """
        AS_OF LISTS NEVER Organization OrganizationError RESOURCE_CONTROL SERVICES SERVICE_CONTROL SERVICE_LINKED TARGET
        may_be_controlled organization_of
    """,
    assembly: """
        Assembly AssemblyError Endpoint Files Given Identity Input OrganizationPolicy Other Resource ResourceLines
        TemplateFile UniqueName Unknown UnknownKind Unread UserGroup at document is_public read_agreements
        read_assemblies read_assembly unique_name written_out
    """,
    request_sets: """
        ACTION AWS Bound Box ByResource CALLER CALLER_KIND Literal PRINCIPAL Place RESOURCE SERVICE WEB Work absent
        action_literal any_of_account asked_of asking_for asking_for_others box common_text counted denied_by
        effect_boxes equals everybody fits has_request identity_side is_invented kind_is lies_in literal moved outsiders
        principal_is product reaching request_in resource_literal resource_side statement_boxes subtract
    """,
    agreed_access: """
        admitted entry permitted using_key
    """,
    proof: """
        Access Adoption Agreed AgreementChange Answer Change Comparison Counterexample Doubt Fault KnownChange
        NotWritten Parts Proof Proposed Replacement Spread Step ToCheck Turn adopt agreed caller_of compare decryption
        in_turn is_named_as_cdk prove session_of
    """,
}
PARTS = [pytest.param(part, names.split(), id=part.__name__.rsplit(".", 1)[1]) for part, names in NAMES.items()]


@pytest.mark.parametrize(("part", "names"), PARTS)
def test_a_part_is_reached_by_these_names(part: object, names: list[str]) -> None:
    """They are all there, and no others."""
    assert sorted(vars(part)["__all__"]) == names == sorted(names)
    assert [name for name in names if not hasattr(part, name)] == []
