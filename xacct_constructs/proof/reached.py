"""Which resources requests may reach at all, of many: those whose ARNs do not begin apart from what is asked for."""

from collections.abc import Iterable, Sequence

from xacct_constructs.request_sets import Box, ByResource, reaching


class Reached:
    """Some resources, by how their ARNs begin."""

    def __init__(self, arns: Iterable[str]) -> None:
        """Take the ARNs."""
        asked = [(arn, each) for arn in arns for each in reaching(arn)]
        self._arns = [arn for arn, _ in asked]
        self._asked = ByResource(each for _, each in asked)

    def by(self, boxes: Sequence[Box]) -> list[str]:
        """Those that these requests may reach, in their order; what is left out they cannot."""
        numbers = sorted({number for each in boxes for number in self._asked.numbers(each)})
        return list(dict.fromkeys(self._arns[each] for each in numbers))
