"""The check that every list of strings shares."""

from collections.abc import Iterator

from xacct_constructs.finding import Finding, error


def check_strings(code: str, path: str, values: object) -> Iterator[Finding]:
    """A list of different, non-empty strings; one string alone would be read letter by letter."""
    if not isinstance(values, tuple):
        yield error(code, path, f"must be a list of strings, got {values!r}", "put it in square brackets")
        return
    for index, value in enumerate(values):
        if not isinstance(value, str) or not value:
            yield error(code, f"{path}[{index}]", f"must be a non-empty string, got {value!r}", "remove or mend it")
        elif value in values[:index]:
            yield error(code, f"{path}[{index}]", f"repeats {value!r}", "remove one of the two")
