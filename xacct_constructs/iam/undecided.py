"""What the proof does not understand: said by name, never taken for an allow or a deny."""


class UndecidedError(ValueError):
    """Raised where a policy or request holds something whose effect is not known here."""


class DependsError(UndecidedError):
    """Raised where deployment settles what is asked: one way for some of its values, another for others."""
