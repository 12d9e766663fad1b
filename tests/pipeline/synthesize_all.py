"""Synthesize every example into a folder of its own below the one given: `python synthesize_all.py FOLDER`."""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main(folder: Path) -> None:
    """Write one cloud assembly for each example."""
    sys.path.insert(0, str(ROOT))
    import aws_cdk as cdk

    for example in sorted(path.parent.name for path in (ROOT / "examples").glob("*/app.py")):
        app = cdk.App(outdir=str(folder / example), analytics_reporting=False)
        importlib.import_module(f"examples.{example}.app").build(app)
        app.synth()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
