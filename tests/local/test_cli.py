"""The command line: quick where nothing is to be done, and strict about what it is told."""

import subprocess
import sys

import pytest

from xacct_constructs.cli import main


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["demo", "--help"], 0, "reaches no real account"),
        (["demo", "now"], 2, "now is too much"),
    ],
    ids=["help", "superfluous argument"],
)
def test_usage(arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each way of asking has its exit code and its words."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == code
    printed = capsys.readouterr()
    assert says in " ".join((printed.out + printed.err).replace("\n", "\n ").split(" ")), printed


def test_help_imports_no_leaf() -> None:
    """Neither clients, nor certificates, nor the CDK are imported to say how `xacct` is used."""
    program = (
        "import sys\nfrom xacct_constructs.cli import main\n"
        "try:\n    main(['demo', '--help'])\nexcept SystemExit:\n    print(*sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    loaded = {name.split(".")[0] for name in printed.splitlines()[-1].split()}
    assert "argparse" in loaded
    assert loaded.isdisjoint({"boto3", "botocore", "rich", "trustme", "aws_cdk", "jsii"})
