"""Agreements that are written into a file come out of it as they were."""

import json
from typing import Any

from hypothesis import given, settings

from tests.access_file.samples import loaded
from tests.access_file.test_schema import errors
from tests.properties.strategies import PRODUCTION, REGIONS, agreements
from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import to_json


def file_of(agreement: Agreement) -> str:
    """A file that says it, in the form of the assembly's agreements, which is YAML too."""
    said: dict[str, Any] = to_json(agreement)
    said.pop("partition", None)
    accounts = {"production": {"id": PRODUCTION, "region": REGIONS[agreement.partition]}}
    return json.dumps({"accounts": accounts, "agreements": [{**said, "trusting_account": "production"}]})


@settings(max_examples=20)
@given(agreement=agreements())
def test_what_is_written_is_read_as_it_was(agreement: Agreement) -> None:
    """Whatever AWS's rules accept; and an editor has nothing to say."""
    written = file_of(agreement)
    assert loaded(written).agreements == (agreement,)
    assert errors(written) == []
