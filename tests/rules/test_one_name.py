"""One fact has one name: what an agreement's check and a template's rule both find has one code, and one ID."""

from pathlib import Path
from typing import Any

import pytest

from tests.plain.samples import STAGING, agreement
from tests.plain.test_findings import written
from tests.plain.test_sizes import padded, trusting
from tests.rules.world import World
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedAccount, TrustedUser, check_agreement
from xacct_constructs.resources import trusting_resources
from xacct_constructs.rules import RULES, VERDICTS, judge

BOTH = {
    "XA702": "a whole account is trusted",
    "XA705": "a principal asks for a role that does not admit it",
    "XA708": "a prefix without a slash",
    "XA710": "MFA that sessions of roles never carry",
    "XA713": "a session above the hour that a chained role gets; an error in what is to be written, since it is no use",
    "XA715": "a document over its quota",
    "XA716": "a document near its quota",
    "XA783": "another permissions boundary than the agreed one",
    "XA784": "an agreement past its expiry",
}
"""What is found in agreements as in templates."""
TEMPLATES_ALONE = {
    "XA701": "no principal of an agreement is everybody (XA020)",
    "XA703": "an agreement names whom it trusts, and only an app knows which accounts are its own",
    "XA704": "of a raw statement XA121 says that it is wide; this, what comes of it",
    "XA706": "where one half cannot be written, XA504, XA507 and XA510 print it: the other account's may be there",
    "XA707": "an agreement lists by the prefixes that it reads",
    "XA709": "an agreement names the key or says that there is none; XA111 is about the key's own policy",
    "XA711": "no safeguard is written with IfExists",
    "XA712": "an agreement writes source identity and tags into both halves",
    "XA714": "an agreement names principals by name (XA010)",
    "XA717": "XA121 says that a statement has no bounds, reading or not; this, that it does more than read",
    "XA718": "an agreement has one partition; XA005 is about two that meet in its arguments",
    "XA799": "an agreement leaves nothing open",
    "XA780": "an agreement says what is agreed, not what else there is",
    "XA781": "an agreement says what is agreed, not what else stands against it",
    "XA782": "an agreement leaves nothing open",
    "XA785": "an agreement is one door",
}
"""What only a template shows, each with what is nearest among the findings about agreements."""


def test_every_code_of_templates_is_settled() -> None:
    """Each is said of agreements too, or there is a reason why none of theirs is the same fact."""
    codes = {rule.code for rule in (*(rule for rule, _ in RULES), *VERDICTS)}
    assert BOTH.keys() | TEMPLATES_ALONE.keys() == codes
    assert not BOTH.keys() & TEMPLATES_ALONE.keys()
    assert {code for code, _ in written() if code in codes} == set(BOTH)


def test_both_weigh_it_alike() -> None:
    """An error is one in both, but for what is no use and does no harm."""
    severity = {rule.code: rule.severity.value for rule in (*(rule for rule, _ in RULES), *VERDICTS)}
    assert {code for code, given in written() if severity.get(code, given) != given} == {"XA713"}


WHOLE = TrustedAccount(account=STAGING)
SAME: dict[str, tuple[str, Agreement]] = {
    "a whole account": ("XA702", agreement(trusted_principals=[WHOLE])),
    "a whole account beside a user": (
        "XA702",
        agreement(trusted_principals=[WHOLE, TrustedUser(account="333333333333", name="alice")]),
    ),
    "two whole accounts": ("XA702", agreement(trusted_principals=[WHOLE, TrustedAccount(account="333333333333")])),
    "a whole account under MFA, from two networks": (
        "XA702",
        agreement(trusted_principals=[WHOLE], safeguards=Safeguards(mfa=True, source_identities=["alice"])),
    ),
    "a prefix": ("XA708", agreement(permissions=[S3Read("acme-reports", prefixes=["monthly"])])),
    "a prefix that holds a star, with versions": (
        "XA708",
        agreement(permissions=[S3Read("acme-reports", prefixes=["mon*ly", "yearly"], versions=True, tags=True)]),
    ),
    "permissions near their quota": ("XA716", padded(10000)),
    "a managed policy near its quota": ("XA716", padded(6000, managed_policy_name="reading")),
    "a trust policy near its quota": ("XA716", trusting(2000)),
}


@pytest.mark.parametrize(("code", "given"), SAME.values(), ids=SAME)
def test_one_id(code: str, given: Agreement, tmp_path: Path) -> None:
    """What the check says of the agreement is, letter for letter, what the rule says of its template, and once."""
    of_agreement = [each.id for each in check_agreement(given) if each.code == code]
    judged = judge(World(local(trusting_resources(given)), {}).read(tmp_path))
    assert sorted(each.finding.id for each in judged if each.rule.code == code) == sorted(of_agreement) != []


def local(resources: dict[str, Any]) -> dict[str, Any]:
    """The resources as a template holds them."""
    return {name: {"Type": each["Type"], "Properties": each["Properties"]} for name, each in resources.items()}


GROWN: dict[str, tuple[Agreement, Agreement]] = {
    "another account": (
        agreement(trusted_principals=[WHOLE]),
        agreement(trusted_principals=[TrustedAccount(account="333333333333")]),
    ),
    "no MFA any more": (
        agreement(trusted_principals=[WHOLE], safeguards=Safeguards(mfa=True)),
        agreement(trusted_principals=[WHOLE]),
    ),
    "a shorter prefix": (
        agreement(permissions=[S3Read("acme-reports", prefixes=["monthly"])]),
        agreement(permissions=[S3Read("acme-reports", prefixes=["mon"])]),
    ),
    "another bucket": (
        agreement(permissions=[S3Read("acme-reports", prefixes=["monthly"])]),
        agreement(permissions=[S3Read("acme-salaries", prefixes=["monthly"])]),
    ),
    "more for the bucket's owner to agree to": (
        agreement(permissions=[S3Read("acme-reports", owner="333333333333", prefixes=["monthly/"])]),
        agreement(permissions=[S3Read("acme-reports", owner="333333333333")]),
    ),
}


@pytest.mark.parametrize(("before", "after"), GROWN.values(), ids=GROWN)
def test_what_grows_has_another_id(before: Agreement, after: Agreement) -> None:
    """An acknowledgement of the one is none of the other."""
    first, then = ({each.id for each in check_agreement(given)} for given in (before, after))
    assert first
    assert then
    assert not first & then


def test_where_it_stands_is_no_part_of_it() -> None:
    """A permission that moves in its list is the same."""
    prefix, other = S3Read("acme-reports", prefixes=["monthly"]), S3Read("acme-plans", prefixes=["all/"])
    ids = [
        {each.id for each in check_agreement(agreement(permissions=given))}
        for given in ([prefix, other], [other, prefix])
    ]
    assert ids[0] == ids[1] != set()
