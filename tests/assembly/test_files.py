"""Files of an assembly that a stranger wrote: nothing outside of it is read, and only plain files of plain JSON."""

import builtins
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import list_assets, role, user, write_assembly
from xacct_constructs.assembly import Assembly, AssemblyError, files, read_assembly
from xacct_constructs.names import AGREEMENTS_FILE

OUTSIDE = "outside.json"
CANARY = {"Resources": {"Canary": user("canary")}}


def written(tmp_path: Path) -> Path:
    """An assembly of one stack, and a template beside it that it must not reach."""
    (tmp_path / OUTSIDE).write_text(json.dumps(CANARY), encoding="utf-8")
    return write_assembly(tmp_path / "cdk.out", {"Stack": {"Resources": {"Role": role()}}})


def edit(folder: Path, file: str, change: Callable[[Any], None]) -> None:
    """Change a file of JSON."""
    document = json.loads((folder / file).read_text(encoding="utf-8"))
    change(document)
    (folder / file).write_text(json.dumps(document), encoding="utf-8")


def template_at(path: str) -> Callable[[Path], None]:
    """The stack's template is said to lie there."""

    def change(folder: Path) -> None:
        edit(folder, "manifest.json", lambda it: it["artifacts"]["Stack"]["properties"].update(templateFile=path))

    return change


def stage_at(path: str) -> Callable[[Path], None]:
    """A nested assembly is said to lie there."""
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": path}}
    return lambda folder: edit(folder, "manifest.json", lambda it: it["artifacts"].update(Stage=stage))


def asset_at(path: str) -> Callable[[Path], None]:
    """A nested stack's template is an asset that is listed to lie there."""

    def change(folder: Path) -> None:
        url = {"TemplateURL": "https://s3.amazonaws.com/assets/key.json"}
        nested = {"Type": "AWS::CloudFormation::Stack", "Properties": url}
        edit(folder, "Stack.template.json", lambda it: it["Resources"].update(Nested=nested))
        place = {"bucketName": "assets", "objectKey": "key.json"}
        list_assets(folder, {"a": {"source": {"path": path}, "destinations": {"x": place}}})

    return change


NAMES = {"a template": template_at, "an asset": asset_at}
LEADING_OUT = ["../" + OUTSIDE, "a/../../" + OUTSIDE, "/etc/passwd", "..\\" + OUTSIDE, "//etc/passwd", "a\0b", ".."]


@pytest.mark.parametrize("path", LEADING_OUT)
@pytest.mark.parametrize("names", [*NAMES.values(), stage_at], ids=[*NAMES, "a nested assembly"])
def test_what_lies_outside_of_the_assembly_is_not_read(
    names: Callable[[str], Callable[[Path], None]], path: str, tmp_path: Path
) -> None:
    """It is refused before anything is opened there."""
    folder = written(tmp_path)
    names(path)(folder)
    with pytest.raises(AssemblyError, match="outside of the assembly"):
        read_assembly(folder)


@pytest.mark.parametrize("path", ["inner.json", "./inner.json", "a/../inner.json", "folder/inner.json"])
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_what_lies_inside_is_read(names: Callable[[str], Callable[[Path], None]], path: str, tmp_path: Path) -> None:
    """However its path is written."""
    folder = written(tmp_path)
    names(path)(folder)
    place = folder / os.path.normpath(path)
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(CANARY), encoding="utf-8")
    assert "canary" in [each.name for each in read_assembly(folder).identities]


def test_no_file_outside_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is opened on the way lies in the assembly's folder."""
    folder = written(tmp_path)
    asset_at("inner.json")(folder)
    (folder / "inner.json").write_text(json.dumps(CANARY), encoding="utf-8")
    opened: list[str] = []
    os_open, io_open = os.open, io.open

    def seen(open_: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *arguments: Any, **more: Any) -> Any:
            if not isinstance(path, int):
                opened.append(os.fspath(path))
            return open_(path, *arguments, **more)

        return call

    monkeypatch.setattr(os, "open", seen(os_open))
    monkeypatch.setattr(builtins, "open", seen(io_open))
    monkeypatch.setattr(io, "open", seen(io_open))
    read_assembly(folder)
    assert len(opened) == 4
    assert all(Path(each).resolve().is_relative_to(folder.resolve()) for each in opened)


def _link(place: Path, tmp_path: Path) -> None:
    place.symlink_to(tmp_path / OUTSIDE)


def _link_inside(place: Path, tmp_path: Path) -> None:
    place.symlink_to("manifest.json")


NOT_PLAIN: dict[str, Callable[[Path, Path], None]] = {
    "a link out of the assembly": _link,
    "a link within it": _link_inside,
    "a link to nothing": lambda place, _: place.symlink_to("nowhere"),
    "a link to a device": lambda place, _: place.symlink_to("/dev/zero"),
    "a pipe": lambda place, _: os.mkfifo(place),
    "a folder": lambda place, _: place.mkdir(),
}


@pytest.mark.parametrize("file", ["manifest.json", "Stack.template.json", AGREEMENTS_FILE, "Stack.assets.json"])
@pytest.mark.parametrize("make", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_only_plain_files_are_read(make: Callable[[Path, Path], None], file: str, tmp_path: Path) -> None:
    """A pipe without a writer would be waited for, a device never ends; a link may lead anywhere."""
    folder = written(tmp_path)
    asset_at("inner.json")(folder)
    (folder / "inner.json").write_text(json.dumps(CANARY), encoding="utf-8")
    (folder / file).unlink(missing_ok=True)
    make(folder / file, tmp_path)
    with pytest.raises(AssemblyError, match=file):
        read_assembly(folder)


def test_a_folder_on_the_way_is_no_link(tmp_path: Path) -> None:
    """The assembly's own folder may be one: whoever runs the command says it."""
    folder = written(tmp_path)
    (tmp_path / "stage").mkdir()
    write_assembly(tmp_path / "stage", {"Other": CANARY})
    stage_at("stage")(folder)
    (folder / "stage").symlink_to(tmp_path / "stage")
    with pytest.raises(AssemblyError, match="'stage' is a link"):
        read_assembly(folder)

    (folder / "stage").unlink()
    (tmp_path / "stage").rename(folder / "stage")
    (tmp_path / "link").symlink_to(folder)
    assert len(read_assembly(tmp_path / "link").identities) == 2


@pytest.mark.parametrize(("most", "fits"), [("MOST_BYTES_OF_A_FILE", 0), ("MOST_BYTES", 1)])
def test_files_are_read_up_to_a_size(most: str, fits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each alone, and all together."""
    folder = written(tmp_path)
    sizes = [(folder / each).stat().st_size for each in ("manifest.json", "Stack.template.json")]
    monkeypatch.setattr(files, most, sum(sizes) if fits else max(sizes))
    assert read_assembly(folder).identities
    monkeypatch.setattr(files, most, (sum(sizes) if fits else max(sizes)) - 1)
    with pytest.raises(AssemblyError, match=r"bytes"):
        read_assembly(folder)


TEXT = json.dumps({"Resources": {"Role": role()}})
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "no UTF-8": TEXT.encode().replace(b"reader", b"\xff\xfe"),
    "UTF-16": TEXT.encode("utf-16"),
    "a mark of the byte order": b"\xef\xbb\xbf" + TEXT.encode(),
    "cut short": TEXT.encode()[:-1],
    "something behind it": TEXT.encode() + b"{}",
    "nested too deep": b"[" * 100_000,
    "maps nested too deep": b'{"a":' * 100_000,
    "nested too deep, and closed": b'{"Metadata":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "a resource twice": b'{"Resources": {"Role": {"Type": "A"}, "Role": {"Type": "B"}}}',
    "a section twice": b'{"Resources": {}, "Resources": {}}',
    "a key twice by its escape": b'{"Resources": {}, "\\u0052esources": {}}',
    "not a number": b'{"Metadata": NaN}',
    "an account with an exponent": b'{"Metadata": 3.33333333333e+11}',
    "an account with a fraction": b'{"Metadata": 333333333333.0}',
    "infinite": b'{"Metadata": -Infinity}',
    "a number too large": b'{"Metadata": 1e999}',
    "a number too long": b'{"Metadata": ' + b"1" * 5_000 + b"}",
    "half a character": b'{"Metadata": "\\ud800"}',
    "half a character as a key": b'{"\\udfff": 1}',
    "a control character": b'{"Metadata": "\x1b"}',
}
PLAIN: dict[str, bytes] = {
    "as it is": TEXT.encode(),
    "letters of every language": '{"Metadata": {"a": "Bücher 日本 💾"}}'.encode(),
    "both halves of a character": b'{"Metadata": {"a": "\\ud83d\\udcbe"}}',
    "one key in two maps": b'{"Metadata": {"a": {"b": 1}, "b": 1}}',
    "numbers": b'{"Metadata": {"a": [1, -1.5, 1e99, 0]}}',
    "a written control character": b'{"Metadata": {"a": "\\u001b\\u0000"}}',
    "nested": b'{"Metadata": {"a": ' + b"[" * 50 + b"]" * 50 + b"}}",
}


def read_bytes(tmp_path: Path, template: bytes) -> Assembly:
    """The assembly whose one template is these bytes."""
    folder = written(tmp_path)
    (folder / "Stack.template.json").write_bytes(template)
    return read_assembly(folder)


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_plain_json_is_refused(template: bytes, tmp_path: Path) -> None:
    """The file is named, in a message that is short."""
    with pytest.raises(AssemblyError, match=r"Stack\.template\.json cannot be read") as refused:
        read_bytes(tmp_path, template)
    assert len(str(refused.value)) < 500 + len(str(tmp_path))


@pytest.mark.parametrize("template", PLAIN.values(), ids=PLAIN)
def test_plain_json_is_read(template: bytes, tmp_path: Path) -> None:
    """The twins of what is refused."""
    assert read_bytes(tmp_path, template).unread == ()


def test_the_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    """That one, and not its neighbour."""
    with pytest.raises(AssemblyError, match="the key 'Twice' stands twice"):
        read_bytes(tmp_path, b'{"Once": 1, "Twice": 2, "Twice": 3}')
