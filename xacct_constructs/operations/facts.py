"""What stands beside the policies and decides too: a resource's settings, whether a key is on, who has MFA."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Facts:
    """What was seen; what could not be is absent.

    Attributes:
        settings: What a kind of permission looks at, by what it is about: `encryption of ARN`; None for a setting that
            is off.
        key_state: Key to its state, as KMS says it.
        mfa_devices: User to the number of MFA devices.
    """

    settings: dict[str, str | None] = field(default_factory=dict)
    key_state: dict[str, str] = field(default_factory=dict)
    mfa_devices: dict[str, int] = field(default_factory=dict)
