"""An assembly takes an older one's place only when it is whole, and nothing else's place at all."""

import stat
from pathlib import Path

import pytest

from xacct_constructs.synthesis import FolderError, write_folder

OLD = {"cdk.out": "{}", "a.template.json": "old"}
NEW = {"cdk.out": "{}", "b.template.json": "new é"}


def content(folder: Path) -> dict[str, str]:
    """What lies in the folder."""
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}


@pytest.mark.parametrize("before", ["missing", "deep", "empty", "assembly"])
def test_written(before: str, tmp_path: Path) -> None:
    """Where nothing is, or an older assembly, of which nothing stays; and nothing is left beside it."""
    folder = tmp_path / ("a/b/cdk.out" if before == "deep" else "cdk.out")
    if before == "empty":
        folder.mkdir()
    elif before == "assembly":
        write_folder(folder, OLD)
    write_folder(folder, NEW)
    assert content(folder) == NEW
    assert list(folder.parent.iterdir()) == [folder]
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) | 0o55


@pytest.mark.parametrize("other", ["folder", "file", "link", "dangling"])
def test_left_alone(other: str, tmp_path: Path) -> None:
    """A folder that is no assembly, a file, a link to an assembly: refused, and as they were."""
    folder, aside = tmp_path / "cdk.out", tmp_path / "aside"
    if other == "folder":
        folder.mkdir()
        (folder / "thesis.txt").write_text("years of work")
    elif other == "file":
        folder.write_text("years of work")
    else:
        if other == "link":
            write_folder(aside, OLD)
        folder.symlink_to(aside)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FolderError, match=r"cdk\.out is no"):
        write_folder(folder, NEW)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("at", ["writing", "renaming"])
def test_a_failure_leaves_the_old_one(at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, and in its place."""
    folder = tmp_path / "cdk.out"
    write_folder(folder, OLD)
    rename = Path.rename

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def second(self: Path, target: Path) -> Path:
        if target == folder and self.name.startswith(".") and not self.name.endswith(".old"):
            full()
        return rename(self, target)

    if at == "writing":
        monkeypatch.setattr(Path, "write_text", full)
    else:
        monkeypatch.setattr(Path, "rename", second)
    with pytest.raises(FolderError, match="No space left on device"):
        write_folder(folder, NEW)
    monkeypatch.undo()
    assert content(folder) == OLD
    assert list(tmp_path.iterdir()) == [folder]
