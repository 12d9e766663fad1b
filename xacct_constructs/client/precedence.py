"""Who acts for a profile: what the AWS CLI or an SDK would heed before the settings that xacct writes.

A profile can hold several ways to be somebody, and the tools do not try them in the same order:

- botocore: `role_arn`, `web_identity_token_file`, `sso_*`, keys in the credentials file, `login_session`,
  `credential_process`, keys in the configuration file. What the credentials file says of the profile comes first.
- Go: `source_profile`, keys in either file, `credential_source`, `web_identity_token_file`, `sso_*`,
  `credential_process`.
- JavaScript: `role_arn`, keys in either file, `web_identity_token_file`, `credential_process`, `sso_*`.

So none of the others may be there. Source: botocore, `credentials.create_credential_resolver` and
`session.full_config`; aws-sdk-go-v2, `config/resolve_credentials.go`; aws-sdk-js-v3, `resolveProfileData`.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.profile import MANAGED
from xacct_constructs.client.shared_file import SharedFile
from xacct_constructs.exits import USAGE

_KEYS = frozenset(("aws_access_key_id", "aws_secret_access_key"))
_OTHERS = frozenset((*_KEYS, "aws_session_token", "web_identity_token_file", "login_session"))
_ROLES = ("role_arn", "credential_process")


class Claim(NamedTuple):
    """A setting by which a profile is somebody, and where it stands."""

    key: str
    place: str


def claims(file: SharedFile, header: str | None, also: Collection[str] = ()) -> list[Claim]:
    """What makes a section somebody.

    Args:
        file: The file.
        header: The section's; None where there is none.
        also: Settings that count too. Left out, only those that xacct writes into no profile that assumes a role.
    """
    if header is None:
        return []
    keys = [key for key in file.sections[header] if _is_somebody(key) or key in also]
    return [Claim(key, f"{file.path}, line {file.number_of(header, key)}") for key in keys]


def section_of(credentials: SharedFile, profile: str) -> str | None:
    """The section of the credentials file that is called like a profile; None where there is none."""
    return next((each for each in credentials.sections if each.strip() == profile), None)


def require_first(config: SharedFile, credentials: SharedFile, profile: str) -> None:
    """Refuse a profile that would be somebody else, or elsewhere, than what xacct has written into it.

    Args:
        config: The configuration file with the profile as xacct writes it.
        credentials: The credentials file, in which a section of the same name counts more.
        profile: The profile's name.

    Raises:
        AssumeError: It has such a setting: on that line.
    """
    found = claims(config, config.header_of(profile))
    for key, place in found + claims(credentials, section_of(credentials, profile), MANAGED):
        why = f"with {key} there, the profile {profile} is somebody else or elsewhere"
        raise AssumeError(f"{place}: {why}; take it out, or name another with --profile-name", USAGE)


def require_source(config: SharedFile, credentials: SharedFile, source: str, profile: str, *, native: bool) -> None:
    """Refuse a profile whose source is not there, has nothing to assume a role with, or comes back to it.

    Args:
        config: The configuration file with the profile as xacct writes it.
        credentials: The credentials file.
        source: The profile whose credentials assume the role.
        profile: The profile's name.
        native: Whether the source stands in `source_profile`, for which credentials of the machine do not count.

    Raises:
        AssumeError: It is so.
    """
    seen, name = [profile], source
    while name not in seen:
        settings = _merged(config, credentials, name)
        if settings is None:
            text = f"the profile {name}, from which {seen[-1]} takes its credentials, is in neither"
            raise AssumeError(f"{text} {config.path} nor {credentials.path}; pass --profile", USAGE)
        seen.append(name)
        if not _KEYS.isdisjoint(settings) or not {"role_arn", "source_profile"} <= {*settings}:
            if (native or len(seen) > 2) and not any(_is_somebody(key) or key in _ROLES for key in settings):
                text = f"the profile {name}, from which {seen[-2]} takes its credentials, has none"
                raise AssumeError(f"{text}; pass --profile{', or leave out --native' if native else ''}", USAGE)
            return
        name = settings["source_profile"]
    raise AssumeError(f"{' takes its credentials from '.join([*seen, name])}: a circle; pass --profile", USAGE)


def _is_somebody(key: str) -> bool:
    return key in _OTHERS or key.startswith("sso_")


def _merged(config: SharedFile, credentials: SharedFile, profile: str) -> Mapping[str, str] | None:
    places = ((config, config.header_of(profile)), (credentials, section_of(credentials, profile)))
    found = [file.sections[header] for file, header in places if header is not None]
    return {key: value for settings in found for key, value in settings.items()} if found else None
