"""`python -m benchmarks` prints every measure of the budget beside its target. See docs/performance.md."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from benchmarks import imports, timings
from benchmarks.fresh import cost, environment
from benchmarks.measure import Measure


def _counted() -> Iterator[Measure]:
    # Imported here: Node reads its environment once, when the first CDK module starts it.
    from benchmarks import counts
    from benchmarks.workloads import by_hand, constructs, mapped, wiring

    for name, workload in (("the two constructs", constructs), ("CrossAccountAccess", wiring)):
        trips = counts.round_trips_for_one_more(workload.build)
        yield Measure(f"jsii round trips per agreement, {name}", 4, (trips,), unit="", counted=True)
    trips = counts.round_trips_for_one_more(lambda app, accounts: mapped.build(app, 60, accounts))
    yield Measure("jsii round trips per stack, AccessMap", 3, (trips,), unit="", counted=True)
    trips = counts.round_trips_for_one_more(mapped.build)
    yield Measure("jsii round trips per agreement, AccessMap", 0, (trips,), unit="", counted=True)
    ours = counts.template_bytes_per_agreement(constructs.build)
    theirs = counts.template_bytes_per_agreement(by_hand.build)
    yield Measure("template bytes per agreement, over by hand", 0.85, (ours / theirs,), counted=True)
    needless = {"aws_cdk.aws_s3", "aws_cdk.aws_kms"} & imports.modules_after_constructs()
    yield Measure("aws_s3, aws_kms loaded by the constructs", 0, (len(needless),), unit="modules", counted=True)
    packages = {name.partition(".")[0] for name in imports.modules_after_plain_core()}
    started = {"aws_cdk", "jsii", "boto3"} & packages
    yield Measure("aws_cdk, jsii, boto3 loaded by the plain core", 0, (len(started),), unit="modules", counted=True)


def _timed(rounds: int) -> Iterator[Measure]:
    many = 3 * rounds
    loaded = tuple(imports.constructs_milliseconds() for _ in range(many))
    yield Measure("importing the constructs, over aws_cdk and aws_iam", 15, loaded, unit="ms")
    used = [name for name in imports.modules_after_plain_core() if not name.startswith("xacct_constructs")]
    ratios = tuple(imports.plain_core_ratio(used) for _ in range(many))
    yield Measure("importing the plain core, over its standard library", 3, ratios)
    helped = tuple(imports.help_ratio() for _ in range(many))
    yield Measure("start of xacct --help, over a Python that does nothing", 2, helped)
    app = timings.two_stacks(many)
    yield Measure("app.py, over the same without our constructs", 1.15, app.cpu, wall=app.wall)
    slopes = timings.slopes(rounds)
    for name, found in (("the two constructs", slopes.constructs), ("CrossAccountAccess", slopes.wiring)):
        yield Measure(f"cost per agreement, {name} over by hand", 0.45, found.cpu, wall=found.wall)
    yield Measure("cost per agreement, to 5,000 over to 1,000", 1.25, slopes.growth.cpu, wall=slopes.growth.wall)


def _proven(rounds: int) -> Iterator[Measure]:
    from benchmarks import proof, scale, synth_plugin

    for count in (1_200, 10_000):
        name = f"check of {2 * count:,} entries over {count:,}, the list that grows most"
        yield Measure(name, 2.5, tuple(scale.growth(count) for _ in range(rounds)))
    costs = [proof.cost() for _ in range(rounds)]
    yield Measure("proof of 1,000 agreements, read beforehand", 2, tuple(each.many for each in costs), unit="s")
    yield Measure("proof of 5,000 agreements over that of 1,000", 6, tuple(each.growth for each in costs))
    cpu, wall = synth_plugin.added(2 * rounds)
    name = "checks at synth of app.py, over a plug-in that does nothing"
    yield Measure(name, synth_plugin.TARGET_MILLISECONDS, (cpu,), unit="ms more", wall=(wall,))


def _loaded(rounds: int) -> Iterator[Measure]:
    from benchmarks import access_file

    costs = access_file.costs(rounds)
    name = f"access file of {access_file.FEW:,} agreements, over a bare YAML load of it"
    yield Measure(name, 2, tuple(each.over_bare for each in costs))
    name = f"access file of {access_file.MANY:,} agreements, over {access_file.FEW:,}"
    yield Measure(name, 4.4, tuple(each.growth for each in costs))


def _of_an_organization(rounds: int) -> Iterator[Measure]:
    from benchmarks import many_accounts

    found = many_accounts.rounds(rounds)
    of = f"{many_accounts.FEW:,} agreements over the same by L2 in TypeScript"
    yield Measure(f"xacct synth of {of}, once loaded", 0.2, tuple(each.loaded for each in found))
    yield Measure(f"xacct synth of {of}", 0.45, tuple(each.whole for each in found))
    yield Measure(f"AccessMap of {of}", 0.6, tuple(each.mapped for each in found))
    yield Measure(f"memory of AccessMap of {of}", 0.6, tuple(each.memory for each in found))
    yield Measure("CfnInclude alone of the same, the least of AccessMap", 0.6, tuple(each.included for each in found))
    yield Measure("memory of CfnInclude alone of the same", 0.6, tuple(each.included_memory for each in found))
    for phase in found[0].growth:
        name = f"xacct synth, {phase}: {many_accounts.MANY:,} agreements over {many_accounts.FEW:,}"
        yield Measure(name, 4.4, tuple(each.growth[phase] for each in found))


def _over_accounts() -> Iterator[Measure]:
    """Once: each takes minutes."""
    from benchmarks import proven_accounts as over

    many, very_many = over.cost(over.MANY), over.cost(over.VERY_MANY)
    yield Measure("5,000 agreements over 200 accounts, proven: peak memory", 1024, (many.megabytes,), unit="MB")
    for phase in over.PHASES:
        growth = very_many.seconds[phase] / many.seconds[phase]
        yield Measure(f"20,000 agreements over 5,000: {phase}", 4.4, (growth,))
    found = over.again(over.MANY)
    yield Measure("5,000 agreements, nothing changed, over no cache", 0.5, (found.kept,))
    yield Measure("5,000 agreements, two processes over one, by the clock", 0.9, (found.two_jobs,))


def _of_the_client(rounds: int) -> Iterator[Measure]:
    from benchmarks import client

    aws = shutil.which("aws")
    if aws is None or not _exports_credentials(aws):
        print("xacct env over the AWS CLI: not run, no AWS CLI that has export-credentials", file=sys.stderr)
        aws = None
    yield from client.measures(aws, 2 * rounds)


def _exports_credentials(aws: str) -> bool:
    asked = [aws, "--version"]
    return subprocess.run(asked, check=True, text=True, capture_output=True).stdout.startswith("aws-cli/2")


def _machine() -> str:
    node = subprocess.run(
        [shutil.which("node") or "node", "--version"], check=True, text=True, capture_output=True
    ).stdout.strip()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, load {load}; Python {platform.python_version()}, Node {node}, "
        f"aws-cdk-lib {version('aws-cdk-lib')}"
    )


def _table(measures: list[Measure]) -> Table:
    table = Table(title="The budget", title_justify="left", caption_justify="left")
    for heading in ("measure", "target", "measured", "lowest", "median", "highest", "by the clock", "verdict"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for measure in measures:
        table.add_row(*measure.row(), style=None if measure.met else "bold red")
    return table


def main() -> int:
    """Measure everything; 1 when a count misses its target, and with --strict when a timing does."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs (default: 5)")
    parser.add_argument("--strict", action="store_true", help="let a timing that misses its target fail too")
    arguments = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(_machine())
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= environment(folder)
        measures = []
        for measure in _measures(arguments.rounds):
            print(f"{measure.name}: {measure.row()[2]}", file=sys.stderr)
            measures.append(measure)
    console.print(_table(measures))
    console.print(_machine())
    return int(any(not each.met and (each.counted or arguments.strict) for each in measures))


def _measures(rounds: int) -> Iterator[Measure]:
    cost("-m", "benchmarks.workloads", "wiring", "1")  # writes bytecode and the cache of jsii packages, once
    yield from _counted()
    yield from _timed(rounds)
    yield from _proven(rounds)
    yield from _loaded(rounds)
    yield from _of_an_organization(rounds)
    yield from _over_accounts()
    yield from _of_the_client(rounds)


if __name__ == "__main__":
    sys.exit(main())
