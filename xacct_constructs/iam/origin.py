"""Where a policy was read, so that a decision can be looked up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was read."""

    stack: str
    """The stack's name."""
    template: str
    """The template file, relative to the assembly."""
    logical_id: str
    property: str = ""
    """Path of the property inside the resource, empty for the resource itself."""

    def __str__(self) -> str:
        """Template, resource and property, as a person looks them up."""
        return f"{self.template} {self.logical_id}" + (f".{self.property}" if self.property else "")
