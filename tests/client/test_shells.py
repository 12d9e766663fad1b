"""What each shell makes of the words meant for it: the real shells evaluate them."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.client.conftest import READER, Person, document
from xacct_constructs.client import AssumeError
from xacct_constructs.client.shells import SHELLS, VARIABLES

EVALUATE = {
    "sh": ["-c", 'eval "$1"; "$2" -c "$3"; eval "$4"; "$2" -c "$3"', "sh"],
    "bash": ["-c", 'eval "$1"; "$2" -c "$3"; eval "$4"; "$2" -c "$3"', "bash"],
    "zsh": ["-f", "-c", 'eval "$1"; "$2" -c "$3"; eval "$4"; "$2" -c "$3"', "zsh"],
    "fish": ["--no-config", "-c", "eval $argv[1]; $argv[2] -c $argv[3]; eval $argv[4]; $argv[2] -c $argv[3]"],
    "powershell": [
        "-NoProfile",
        "-Command",
        "& {param($a,$b,$c,$d) Invoke-Expression $a; & $b -c $c; Invoke-Expression $d; & $b -c $c}",
    ],
}
PROGRAMS = {name: shutil.which("pwsh" if name == "powershell" else name) for name in EVALUATE}
PRESENT = [name for name, program in PROGRAMS.items() if program]
PRINT = "import json, os; print(json.dumps({k: v for k, v in os.environ.items() if k.startswith('AWS_')}))"

VALUES = {
    "plain": "FwoGZXIvYXdzEBYaDH+/==",
    "single quotes": "it's 'quoted'",
    "double quotes": 'say "yes"',
    "substitutions": "$HOME `id` $(id) ${x} %PATH%",
    "backslashes": "a\\b \\' \\\\",
    "specials": "a;b&c|d>e<f*g?h[i]j{k}l~m#n!o (p) \t q",
    "typographic quotes": "\u2018x\u2019",
    "lines": "one\ntwo",
    "a line at the end": "one\nAWS_SECRET_ACCESS_KEY=two\n",
    "carriage returns": "one\rtwo\r\n",
    "what a terminal obeys": "\x1b[2J\x07",
    "quotes that end": "'; touch x; '\n\"; touch x; \"",
    "nothing": "",
}


def evaluated(shell: str, variables: dict[str, str]) -> list[dict[str, str]]:
    """What a program started by the shell sees after setting, and after unsetting."""
    words = SHELLS[shell]
    given = [words.set(variables), sys.executable, PRINT, words.unset(variables)]
    program = PROGRAMS[shell]
    assert program
    done = subprocess.run([program, *EVALUATE[shell], *given], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", PRESENT)
def test_every_value_arrives_as_it_is(shell: str) -> None:
    """Set, then seen by a child of the shell byte for byte; unset, then gone."""
    variables = {f"AWS_TEST_{number}": value for number, value in enumerate(VALUES.values())}

    after_set, after_unset = evaluated(shell, variables)

    assert {name: value for name, value in after_set.items() if name in variables} == variables
    assert set(variables) & set(after_unset) == set()


def test_shells_that_are_not_here_are_named(not_run: Callable[[str], None]) -> None:
    """Nothing is left out in silence; sh is everywhere."""
    for shell in set(PROGRAMS) - set(PRESENT):
        not_run(f"xacct env --shell {shell}: there is no {shell} on this machine")

    assert "sh" in PRESENT


WRITTEN = (
    ("powershell", "it's", "$Env:AWS_REGION = 'it''s'\n"),
    ("powershell", "\u2019", "$Env:AWS_REGION = '\u2019\u2019'\n"),
    ("dotenv", "a+/=:.-_", "AWS_REGION=a+/=:.-_\n"),
    ("json", 'say "yes"', '{\n  "AWS_REGION": "say \\"yes\\""\n}\n'),
)


@pytest.mark.parametrize(("shell", "value", "text"), WRITTEN, ids=[f"{row[0]}, {row[1]}" for row in WRITTEN])
def test_words_that_no_shell_here_evaluates(shell: str, value: str, text: str) -> None:
    """Quoted by the rules of each."""
    assert SHELLS[shell].set({"AWS_REGION": value}) == text


@pytest.mark.parametrize("value", [each for name, each in VALUES.items() if name not in ("plain", "nothing")])
def test_dotenv_carries_plain_values_only(value: str) -> None:
    """Each reader of such files takes quotes and lines otherwise, so none is written; the variable is named."""
    with pytest.raises(AssumeError, match="AWS_REGION holds a character that not every reader") as raised:
        SHELLS["dotenv"].set({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_REGION": value})
    assert raised.value.code == 2


def test_dotenv_carries_a_session(alice: Person) -> None:
    """The six variables, a line each, that sh reads as they are meant."""
    printed = alice.xacct("env", "reports-reader", "--shell", "dotenv").stdout
    (alice.home / "session.env").write_text(printed)

    sourced = 'set -a; . ./session.env; exec "$1" -c "$2"'
    seen = json.loads(alice.run("sh", "-c", sourced, "sh", sys.executable, PRINT).stdout)

    assert len(printed.splitlines()) == len(VARIABLES)
    assert {name: seen.get(name) for name in VARIABLES} == alice.variables("reports-reader")


HOSTILE_REGIONS = ("eu-west-1\nAWS_PROFILE=other", "eu-west-1'; touch pwned; '", "$(touch pwned)", "evil.example/", "")
SAY_REGION = ("--region", "AWS_REGION", "AWS_DEFAULT_REGION", "the agreements")


@pytest.mark.parametrize("where", SAY_REGION)
@pytest.mark.parametrize("region", HOSTILE_REGIONS)
@pytest.mark.parametrize("shell", ["sh", "dotenv"])
def test_a_region_is_written_as_aws_names_them(shell: str, region: str, where: str, alice: Person) -> None:
    """Wherever it comes from, anything else is refused before any call; an empty variable is none, as everywhere."""
    arguments, person = ["env", "--role-arn", READER.role_arn, "--shell", shell], alice
    if where == "--region":
        arguments += ["--region", region]
    elif where == "the agreements":
        document(alice.home, READER)
        file = alice.home / "xacct-agreements.json"
        content = json.loads(file.read_text())
        file.write_text(json.dumps({**content, "regions": {READER.role_arn: region}}))
        arguments = ["env", "reports-reader", "--shell", shell]
    else:
        person = alice.at(**{where: region})

    done = person.xacct(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch("xacct: .*(must be one such as eu-west-1, got|no region is known).*\n", done.stderr)
    assert alice.kept() == []


@pytest.mark.parametrize("shell", [name for name in PRESENT if name != "powershell"])
def test_a_session_evaluated_and_taken_back(shell: str, alice: Person) -> None:
    """`xacct env` then `xacct unset`, both evaluated: the child has the six variables, and then none."""
    variables = alice.variables("reports-reader")
    printed = [
        alice.xacct("env", "reports-reader", "--shell", shell).stdout,
        alice.xacct("unset", "--shell", shell).stdout,
    ]

    program = PROGRAMS[shell]
    assert program
    done = alice.run(program, *EVALUATE[shell], printed[0], sys.executable, PRINT, printed[1])
    seen, left = (json.loads(line) for line in done.stdout.splitlines())

    assert {name: seen.get(name) for name in VARIABLES} == variables
    assert set(left) & set(VARIABLES) == set()


@pytest.mark.parametrize("shell", [name for name in PRESENT if name in ("sh", "bash", "zsh")])
def test_a_failure_leaves_a_good_environment(shell: str, alice: Person) -> None:
    """Evaluating what a failed command printed changes nothing."""
    program = PROGRAMS[shell]
    assert program
    command = f'eval "$({sys.executable} -m xacct_constructs.cli env nobody)"'
    done = alice.at(**{"AWS_SESSION_TOKEN": "good"}).run(program, "-c", f'{command}; echo "$AWS_SESSION_TOKEN"')

    assert done.stdout == "good\n"
