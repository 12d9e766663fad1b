"""Where AWS is asked: over TLS or on this machine; and credentials that are over before they begin."""

import json
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.test_network import COMMANDS, Ended, ended, person
from xacct_constructs.client import AssumeError
from xacct_constructs.client.endpoint import require_tls

__all__ = ["ended", "person"]

PLACES = [
    pytest.param("https://sts.eu-west-1.amazonaws.com", True, id="AWS's own"),
    pytest.param("https://sts.example.com:8443/path", True, id="another over TLS"),
    pytest.param("http://127.0.0.1:4566", True, id="this machine"),
    pytest.param("http://127.9.9.9", True, id="this machine, another of its addresses"),
    pytest.param("http://[::1]:4566", True, id="this machine, IPv6"),
    pytest.param("http://localhost:4566", True, id="this machine by name"),
    pytest.param("http://s3.localhost:4566", True, id="a name below it"),
    pytest.param("http://sts.amazonaws.com", False, id="AWS's own over plain HTTP"),
    pytest.param("http://10.0.0.1:4566", False, id="the network's neighbour"),
    pytest.param("http://localhost.example.com", False, id="a name that begins as this machine's"),
    pytest.param("http://127.0.0.1.example.com", False, id="a name that begins as its address"),
    pytest.param("http://127.0.0.1@example.com", False, id="somebody else's behind an at sign"),
    pytest.param("ftp://127.0.0.1", False, id="another scheme"),
    pytest.param("sts.amazonaws.com", False, id="no URL"),
    pytest.param("https://", False, id="no host"),
    pytest.param("http://[::1", False, id="half an address"),
]


@pytest.mark.parametrize(("url", "passes"), PLACES)
def test_credentials_go_over_tls_or_stay_here(url: str, passes: bool) -> None:
    """Anything else is refused before anything is sent, with exit code 2."""
    if passes:
        require_tls(url)
        return
    with pytest.raises(AssumeError) as caught:
        require_tls(url)
    assert caught.value.code == 2


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("url", ["http://192.0.2.1", "nowhere"])
def test_no_command_asks_elsewhere(name: str, url: str, ended: Ended) -> None:
    """One line that says where to mend it, and exit code 2; 125 for exec."""
    code, out, err = ended.run(COMMANDS[name], url)

    assert (code, out) == (125 if name == "exec" else 2, "")
    assert "AWS_ENDPOINT_URL" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_credentials_that_are_over_before_they_begin(
    name: str, ended: Ended, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A profile's process gives keys that expired yesterday: one line that names the profile, and exit code 3."""
    expired = {
        "Version": 1,
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": "hidden",
        "SessionToken": "hidden",
        "Expiration": "2020-01-01T00:00:00Z",
    }
    process = shlex.join([sys.executable, "-c", f"print({json.dumps(json.dumps(expired))})"])
    config = tmp_path / "config"
    config.write_text(f"[profile over]\ncredential_process = {process}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "over")
    for each in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(each)

    code, out, err = ended.run(COMMANDS[name], "http://127.0.0.1:1")

    assert (code, out) == (125 if name == "exec" else 3, ""), err
    assert "over" in err
    assert "expired" in err
    assert "hidden" not in err
    assert err.count("\n") == 1
