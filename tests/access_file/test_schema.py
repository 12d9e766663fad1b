"""The JSON schema that editors read is what the loader takes."""

import pytest
from cfnlint.jsonschema import StandardValidator

from tests.access_file.samples import loaded, refused
from tests.access_file.test_document import EXAMPLE
from tests.access_file.test_load import WRONG
from tools import access_schema
from xacct_constructs.yaml_documents import read_yaml

SEEN = {"XA621", "XA622", "XA623"}
"""What a schema can see; whether a name is there, and once, it cannot."""
UNSEEN = {"no flag": "YAML once took yes for true, and so does what reads it here"}


def errors(text: str) -> list[str]:
    """What an editor says of a file; it takes words for what YAML 1.2 takes them for."""
    quoted = text.replace(" 022222222222,", " '022222222222',")
    value = read_yaml(quoted).value
    return [each.message for each in StandardValidator(schema=access_schema.schema()).iter_errors(value)]


def test_the_file_is_what_the_program_writes() -> None:
    """Else run: python -m tools.access_schema."""
    assert access_schema.FILE.read_text(encoding="utf-8") == access_schema.text()


def test_the_file_of_the_document_is_right_in_an_editor() -> None:
    """As it is to the loader."""
    assert (errors(EXAMPLE), len(loaded(EXAMPLE).agreements)) == ([], 2)


@pytest.mark.parametrize("name", [name for name, (_, said) in WRONG.items() if {each[:5] for each in said} <= SEEN])
def test_a_form_that_the_loader_refuses_is_wrong_in_an_editor(name: str) -> None:
    """All but what only the loader sees."""
    text, _ = WRONG[name]
    assert refused(text)
    assert bool(errors(text)) is (name not in UNSEEN)
