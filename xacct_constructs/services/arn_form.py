"""How the ARNs of one kind of resource are made.

Source: Service Authorization Reference, "Resource types defined by" each service.
"""

import re
from dataclasses import dataclass
from functools import cached_property

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
_IN_SEGMENT, _IN_NAME = (rf"(?:{_PLACEHOLDER.pattern}|[^{end}])" for end in ":/")
"""What may stand in a segment, and in a name; a policy variable ends neither, whatever stands in it."""


@dataclass(frozen=True)
class ArnForm:
    """A form with a placeholder for each part that differs.

    Attributes:
        text: As the reference writes it: `arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}`.
        contains: Whether ARNs of another kind of the service are made by a slash and more: `BUCKET/OBJECT`. Default:
            no.
    """

    text: str
    contains: bool = False

    @cached_property
    def has_account(self) -> bool:
        """Whether an ARN says whose the resource is."""
        return "${Account}" in self.text

    @cached_property
    def has_region(self) -> bool:
        """Whether an ARN says where the resource is."""
        return "${Region}" in self.text

    def filled(self, partition: str, region: str, account: str, name: str) -> str:
        """The ARN of one resource."""
        return self._template.format(name, Partition=partition, Region=region, Account=account)

    def pattern(self, account: str = "?*") -> str:
        """The pattern of all these ARNs, in policies; and of what they contain."""
        text = self.text.replace("${Partition}", "aws*").replace("${Account}", account)
        return _PLACEHOLDER.sub("?*", text)

    def of_others(self) -> tuple[str, ...]:
        """Patterns of ARNs that `pattern` covers and that are of another kind."""
        begin, _, _ = self.text.rpartition("${")
        text = begin.replace("${Partition}", "aws*")
        return (_PLACEHOLDER.sub("?*", text) + "*/*",) if self.contains else ()

    def beginning(self, arn: str) -> str | None:
        """What of an ARN, or pattern, has this form; None where it begins in another."""
        found = self._expression.match(arn)
        return found[0] if found else None

    @cached_property
    def _template(self) -> str:
        known = ("${Partition}", "${Region}", "${Account}")
        return _PLACEHOLDER.sub(lambda found: found[0][1:] if found[0] in known else "{0}", self.text)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        begin, _, _ = self.text.rpartition("${")
        fixed = [re.escape(each) for each in _PLACEHOLDER.split(begin)]
        return re.compile(f"{_IN_SEGMENT}*".join(fixed) + (f"{_IN_NAME}+" if self.contains else ".+"), re.DOTALL)
