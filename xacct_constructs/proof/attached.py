"""Which machines answer at a network interface or an address: as they say it themselves, or as they are attached to it.

Source: CloudFormation Template Reference, AWS::EC2::Instance, AWS::EC2::NetworkInterfaceAttachment.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.proof.said import Leaf, leaves

_ATTACHING = "AWS::EC2::NetworkInterfaceAttachment"
_ADDRESS = "PrivateIpAddress"


class Attached:
    """Looks up what stands behind a network interface."""

    def __init__(self, assembly: Assembly, places: Callable[[Leaf], Iterator[tuple[str, str]]]) -> None:
        """Take an assembly, and what gives stack and logical ID of what a value names."""
        self._assembly, self._places = assembly, places

    def to(self, other: Other, leaf: Leaf) -> Iterator[Other]:
        """What has the interface that a value of a resource names, or the address."""
        for place in self._places(leaf):
            yield from self._by_interface.get(place, ())
        yield from self._by_address.get((other.account, leaf.text), ())

    @cached_property
    def _by_interface(self) -> Mapping[tuple[str, str], list[Other]]:
        found: dict[tuple[str, str], list[Other]] = {}
        for each in self._assembly.others:
            for leaf in leaves(each.said):
                for place in self._places(leaf) if leaf.name == "NetworkInterfaceId" else ():
                    found.setdefault(place, []).extend(self._machines(each))
        return found

    @cached_property
    def _by_address(self) -> Mapping[tuple[str, str], list[Other]]:
        found: dict[tuple[str, str], list[Other]] = {}
        for each in self._assembly.others:
            for leaf in leaves(each.said):
                if leaf.name == _ADDRESS and leaf.text:
                    machines = self._by_interface.get(each.origin.place(), [each])
                    found.setdefault((each.account, leaf.text), []).extend(machines)
        return found

    def _machines(self, other: Other) -> Iterator[Other]:
        """The resource, or the machine to which it attaches an interface."""
        if other.type != _ATTACHING:
            yield other
            return
        for place in (
            place for leaf in leaves(other.said) if leaf.name == "InstanceId" for place in self._places(leaf)
        ):
            yield from self._assembly.others_at(place)
