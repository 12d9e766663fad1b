"""Access files are found by their paths: files, and folders by owner."""

import os
from pathlib import Path

import pytest

from tests.access_file.samples import ACCOUNTS, agreement, whole
from xacct_constructs.access_files import read_access
from xacct_constructs.finding import AgreementError


def written(folder: Path, **files: str) -> Path:
    """The folder, with files in it; `__` stands for a dot."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def refused(path: Path, *further: Path) -> list[str]:
    """What is said of them."""
    with pytest.raises(AgreementError) as caught:
        read_access(path, *further)
    return [str(each) for each in caught.value.findings]


def test_a_file_is_read_and_several_are_one(tmp_path: Path) -> None:
    """In the order in which they are named."""
    written(tmp_path, a__yaml=f"agreements:\n{agreement('second')}", b__yaml=whole())
    assert len(read_access(tmp_path / "b.yaml").agreements) == 1
    found = read_access(tmp_path / "b.yaml", str(tmp_path / "a.yaml"))
    assert [each.role_name for each in found.agreements] == ["reader", "second"]
    assert len(read_access(tmp_path / "b.yaml", str(tmp_path / "b.yaml")).agreements) == 1


def test_of_a_folder_every_file_is_read_that_is_one(tmp_path: Path) -> None:
    """By their names' order; what ends otherwise, and what lies deeper, is none."""
    written(tmp_path, b__yaml=whole(), a__yml=f"agreements:\n{agreement('first')}", c__json="{", README__md="#")
    (tmp_path / "d").mkdir()
    written(tmp_path / "d", e__yaml="[")
    assert [each.role_name for each in read_access(tmp_path).agreements] == ["first", "reader"]


def test_a_mistake_names_the_file_as_it_was_named(tmp_path: Path) -> None:
    """In a folder, behind the folder's name."""
    written(tmp_path, a__yaml=ACCOUNTS, b__yaml="agreement: []\n")
    [found] = refused(tmp_path)
    assert found.startswith(f"XA621 {tmp_path}/b.yaml:1 agreement is no field of an access file")


def test_what_cannot_be_read_is_said_of_each(tmp_path: Path) -> None:
    """Missing, empty of files, no text, no plain file: nobody takes it for a file that says nothing."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe9")
    os.mkfifo(tmp_path / "pipe.yaml")
    names = ("missing.yaml", "empty", "latin.yaml", "pipe.yaml")
    said = ("No such file", "it holds no file that ends in .yaml or .yml", "'utf-8' codec can't", "it is no plain file")
    found = refused(*(tmp_path / each for each in names))
    for got, name, why in zip(found, names, said, strict=True):
        assert got.startswith(f"XA620 {tmp_path / name} cannot be read: {why}")


def test_no_link_leads_out_of_a_folder(tmp_path: Path) -> None:
    """A stranger's repository may hold one; a file that is named itself may be a link."""
    outside = written(tmp_path, outside__yaml=whole()) / "outside.yaml"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.yaml").symlink_to(outside)
    [found] = refused(folder)
    assert "'a.yaml' is a link, and may lead out of the folder" in found
    assert len(read_access(folder / "a.yaml").agreements) == 1
