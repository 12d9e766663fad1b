"""The one list of rules: a new rule is a module, and a row here."""

from xacct_constructs.rules import (
    admitted_not_allowed,
    assume_not_admitted,
    assume_wildcard,
    chained_above_one_hour,
    encrypted_without_decrypt,
    list_without_prefix,
    mfa_if_exists,
    mfa_never_met,
    near_quota,
    one_half_session,
    other_partition,
    over_quota,
    prefix_without_slash,
    trust_account,
    trust_everyone,
    trust_third_party,
    undecided,
    unique_id_principal,
    wider_than_read,
)
from xacct_constructs.rules.rule import Check, Rule

_MODULES = (
    trust_everyone,
    trust_account,
    trust_third_party,
    assume_wildcard,
    assume_not_admitted,
    admitted_not_allowed,
    list_without_prefix,
    prefix_without_slash,
    encrypted_without_decrypt,
    mfa_never_met,
    mfa_if_exists,
    one_half_session,
    chained_above_one_hour,
    unique_id_principal,
    over_quota,
    near_quota,
    wider_than_read,
    other_partition,
    undecided,
)

RULES: tuple[tuple[Rule, Check], ...] = tuple((module.RULE, module.check) for module in _MODULES)
"""Each rule with its function, in the order of codes; the last says what the others could not tell."""
