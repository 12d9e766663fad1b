"""What the demo shows: progress lines, the person's steps, the table. Plain lines where there is no terminal."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from xacct_constructs.client.output import unwritable
from xacct_constructs.local.probes import Observation, ProbeAnswer
from xacct_constructs.local.processes import at_the_latest

_NARROWEST = 120
_SHOW_CURSOR = b"\x1b[?25h\r\x1b[K"
_COLOURS = {ProbeAnswer.ALLOWED: "green", ProbeAnswer.REFUSED: "yellow", ProbeAnswer.FAILED: "red"}


class Screen:
    """Writes to standard output; colour and a moving mark only on a terminal, no colour where NO_COLOR is set."""

    def __init__(self) -> None:
        """Take the terminal's width; a log gets lines wide enough for the table."""
        self._console = Console(highlight=False)
        if not self._console.is_terminal:
            self._console.width = max(self._console.width, _NARROWEST)
        else:
            at_the_latest(self, os.write, self._console.file.fileno(), _SHOW_CURSOR)
        self._started = time.monotonic()

    @contextmanager
    def step(self, doing: str, done: str) -> Iterator[None]:
        """Say what is being done, and when it is done, how long it took."""
        started = time.monotonic()
        with self._console.status(f"{doing} ...", spinner="line"):
            yield
        self._print(Text.assemble((f"{time.monotonic() - started:5.1f} s  ", "dim"), done), soft_wrap=True)

    def heading(self, text: str) -> None:
        """A line that begins a part."""
        self._print(Text(f"\n{text}", "bold"), soft_wrap=True)

    def line(self, text: str = "", *, style: str = "") -> None:
        """One line, as it is."""
        self._print(Text(text, style), soft_wrap=True)

    def verdict(self, observations: Sequence[Observation]) -> bool:
        """A row for each observation, and how many are as expected.

        Returns:
            Whether all are.
        """
        table = Table("who", "what", "expected", "seen", box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for observation in observations:
            probe = observation.probe
            table.add_row(probe.caller, probe.what, probe.expected.value, _seen(observation))
        self._print(table)
        good = sum(observation.as_expected for observation in observations)
        passed = good == len(observations)
        seconds = time.monotonic() - self._started
        text = f"\n{good} of {len(observations)} as expected, in {seconds:.1f} s."
        self.line(text, style="bold green" if passed else "bold red")
        return passed

    def _print(self, shown: Text | Table, *, soft_wrap: bool = False) -> None:
        try:
            self._console.print(shown, soft_wrap=soft_wrap)
        except OSError as problem:
            raise unwritable(problem) from None


def _seen(observation: Observation) -> Text:
    seen = Text(observation.seen.value, _COLOURS[observation.seen])
    if observation.as_expected:
        return seen
    why = f" ({observation.detail})" if observation.seen is ProbeAnswer.FAILED else ""
    return Text(f"{observation.seen.value}{why}, not as expected", "bold red")
