"""The check that every list of strings shares."""

from collections.abc import Iterator

from xacct_constructs.counts import MOST_VALUES, check_count
from xacct_constructs.finding import Finding, error
from xacct_constructs.texts import shown


def check_strings(code: str, path: str, values: object) -> Iterator[Finding]:
    """A list of different, non-empty strings; one string alone would be read letter by letter."""
    if not isinstance(values, tuple):
        yield error(code, path, f"must be a list of strings, got {shown(values)}", "put it in square brackets")
        return
    if over := list(check_count(path, values, MOST_VALUES)):
        yield from over
        return
    seen: set[str] = set()
    for index, value in enumerate(values):
        if not isinstance(value, str) or not value:
            yield error(
                code, f"{path}[{index}]", f"must be a non-empty string, got {shown(value)}", "remove or mend it"
            )
        elif value in seen:
            yield error(code, f"{path}[{index}]", f"repeats {shown(value)}", "remove one of the two")
        else:
            seen.add(value)


def strings(values: object) -> Iterator[tuple[int, str]]:
    """Index and value of what is left to judge: nothing where there is no list, or one that no policy has room for."""
    if isinstance(values, tuple) and len(values) <= MOST_VALUES:
        yield from ((index, value) for index, value in enumerate(values) if isinstance(value, str) and value)
