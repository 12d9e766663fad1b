"""The line on which a template defines a resource, for those who show it."""

import re
from collections.abc import Mapping, Sequence

from xacct_constructs.assembly.inputs import Input, opened

_ENTRY = re.compile(r'^\s*"([A-Za-z0-9]+)"\s*:\s*{', re.MULTILINE)


class ResourceLines:
    """The lines of the resources of what was read, looked up when they are asked for."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        """Open what was read.

        Args:
            inputs: As they were given to the reader.

        Raises:
            AssemblyError: One cannot be read.
        """
        self._files = sorted((each.files for each in opened(inputs)), key=lambda each: -len(each.shown_in))
        self._known: dict[str, Mapping[str, int]] = {}

    def of(self, template: str, logical_id: str) -> int:
        """The line of a resource; the first, where all of its template stands on one line.

        Args:
            template: The template, as its origin says.
            logical_id: The resource.
        """
        if template not in self._known:
            self._known[template] = self._lines(template)
        return self._known[template].get(logical_id, 1)

    def _lines(self, template: str) -> Mapping[str, int]:
        files = next(each for each in self._files if template.startswith(each.shown_in))
        path = template.removeprefix(files.shown_in)
        told = files.template(path).lines
        if told:
            return {str(each[1]): line for each, line in told.items() if len(each) == 2 and each[0] == "Resources"}
        text, found = files.content(path).decode("utf-8"), dict[str, int]()
        line, position = 1, 0
        for each in _ENTRY.finditer(text):
            line += text.count("\n", position, each.start(1))
            position = each.start(1)
            found.setdefault(each[1], line)
        return found
