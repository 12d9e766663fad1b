"""The file that agreements ride in, beside the templates of a cloud assembly: a proof needs nothing else."""

import json
from collections.abc import Iterable, Sequence

from xacct_constructs.agreement.agreement import Agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.json_text import indented
from xacct_constructs.names import AGREEMENTS_VERSION


def agreements_text(agreements: Iterable[tuple[Agreement, str | None]], known_accounts: Sequence[str] = ()) -> str:
    """What the file holds.

    Args:
        agreements: Each with the region of the trusting account's stack, where that is known.
        known_accounts: The accounts that the app's owner knows. Default: none are said.
    """
    ordered = sorted(agreements, key=lambda each: each[0].role_arn)
    content = {
        "version": AGREEMENTS_VERSION,
        "agreements": [to_json(agreement) for agreement, _ in ordered],
        "regions": {agreement.role_arn: region for agreement, region in ordered if region},
    }
    if known_accounts:
        content["known_accounts"] = list(known_accounts)
    return indented(json.loads(json.dumps(content, sort_keys=True))) + "\n"
