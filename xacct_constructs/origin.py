"""Where a policy was read, so that a decision can be looked up."""

from typing import NamedTuple


class Origin(NamedTuple):
    """Where something was read.

    Attributes:
        stack: The stack's name.
        template: The template file, relative to the assembly.
        logical_id: The resource's logical ID.
        property: Path of the property inside the resource, empty for the resource itself.
    """

    stack: str
    template: str
    logical_id: str
    property: str = ""

    def place(self) -> tuple[str, str]:
        """Stack and logical ID: the template's resource, whatever of it or of its regions is meant."""
        return self.stack, self.logical_id

    def at(self, property_: str) -> "Origin":
        """A property of the same resource."""
        return Origin(self.stack, self.template, self.logical_id, property_)

    def __str__(self) -> str:
        """Template, resource and property, as a person looks them up."""
        return f"{self.template} {self.logical_id}" + (f".{self.property}" if self.property else "")
