"""What no agreement says."""


class UnsaidError(ValueError):
    """Raised for what no agreement says; says where it stands, and what it is."""

    def __init__(self, place: str, why: str) -> None:
        """Take both.

        Args:
            place: Where it stands.
            why: What it is, as it follows the place in a sentence.
        """
        super().__init__(f"{place} {why}")
        self.place, self.why = place, why
