"""The same files give the same bytes: wherever, whenever, by whomever and in whatever order reports are made."""

import itertools
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same circumstances each time

import pikepdf
import pytest

from reportgen.formats.registry import FILES, FORMATS

pytestmark = pytest.mark.pdf

ALL = ",".join(FORMATS)
# Puts the clock forward or back for all that Python asks of it.
CLOCK = """
import os, time
shift, now, local, universal = int(os.environ["SHIFT"]), time.time, time.localtime, time.gmtime
time.time = lambda: now() + shift
time.time_ns = lambda: int(time.time() * 1e9)
time.localtime = lambda moment=None: local(time.time() if moment is None else moment)
time.gmtime = lambda moment=None: universal(time.time() if moment is None else moment)
"""


@dataclass(frozen=True)
class Circumstances:
    """Where, when and how reports are made. Units: `shift` in seconds, forward or back."""

    folder: str = "folder"
    settings: dict[str, str] = field(default_factory=dict)
    shift: int = 0
    umask: int = 0o022
    age: int | None = None
    commands: tuple[tuple[str, ...], ...] = (("build", "--all", "--format", ALL),)


USUAL = Circumstances(settings={"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
OTHERS = {
    "elsewhere, later, by somebody else": Circumstances(
        "a folder – with a naïve name/and one below",
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4242"},
        5 * 365 * 86_400,
        0o077,
        631_152_000,
    ),
    "one after another, the last year first": Circumstances(
        settings={"TZ": "America/St_Johns", "LANG": "cy_GB.UTF-8", "LC_ALL": ""},
        shift=-30 * 365 * 86_400,
        umask=0,
        commands=(
            ("build", "testshire", "2024", "--format", "html"),
            ("build", "testshire", "2024", "2023", "--format", ",".join(reversed(FORMATS)), "--jobs", "1"),
        ),
    ),
    "many at a time": Circumstances(commands=(("build", "--all", "--format", ALL, "--jobs", "2"),)),
}


def digests(good: Path, around: Path, made: Circumstances) -> dict[str, str]:
    """The digest of each file that is made from a copy of the good workspace."""
    root = around / made.folder / "workspace"
    shutil.copytree(good, root)
    for path in root.rglob("*") if made.age is not None else ():
        os.utime(path, (made.age or 0, made.age or 0))
    clock = around / "clock"
    clock.mkdir(exist_ok=True)
    (clock / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(clock), "SHIFT": str(made.shift), "PYTHONUTF8": "1"}
    for command in made.commands:
        told = subprocess.run(
            [sys.executable, "-P", "-m", "reportgen", *command],
            cwd=root,
            env=environment | made.settings,
            umask=made.umask,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
    found = sorted(path for path in (root / "build/annual-report").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture
def two(good: Path) -> Path:
    """The good workspace with a second area, so that there is something to share out."""
    for tree, name in (("data", "testshire.yaml"), ("content", "testshire")):
        source = good / tree / "annual-report/2024" / name
        target = source.with_name(name.replace("testshire", "otherland"))
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    with (good / "data/areas.yaml").open("a", encoding="utf-8") as areas:
        areas.write("    contacts: [training@testshire.example]\n")
    figures = good / "data/annual-report/2024/otherland.yaml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("Testshire", "Otherland"), encoding="utf-8")
    return good


@pytest.mark.slow
@pytest.mark.parametrize("how", OTHERS)
def test_bytes_are_the_same_in_other_circumstances(how: str, two: Path, tmp_path: Path) -> None:
    """Every file of every format has the bytes that it has elsewhere, at another time, in another zone, language and order."""
    usual = digests(two, tmp_path / "usual", USUAL)
    assert {Path(name).name for name in usual} >= FILES
    other = digests(two, tmp_path / "other", OTHERS[how])
    assert other == {name: digest for name, digest in usual.items() if name in other}
    assert len(other) == len(usual) or how.startswith("one after another")
    assert sum(name.endswith("report.pdf") for name in other) >= 2


@pytest.mark.slow
def test_a_hundred_builds_give_one_digest_each(good: Path, tmp_path: Path) -> None:
    """A hundred builds, each in circumstances of its own, give one digest for each file."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda one: digests(good, tmp_path / str(one[0]), one[1]), enumerate(hundred())))
    assert len(found) == 100
    assert {len(made) for made in found} == {len(found[0])}
    assert {name: {made[name] for made in found} for name in found[0]} == {
        name: {digest} for name, digest in found[0].items()
    }


@pytest.mark.slow  # every format, twice
def test_the_date_that_is_set_is_that_of_every_file(good: Path, tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH is the date in the properties of every file; without it that is the day of publication."""
    for number, (settings, day) in enumerate((({}, "2025-10-30"), ({"SOURCE_DATE_EPOCH": "1790000000"}, "2026-09-21"))):
        digests(good, tmp_path / str(number), Circumstances(settings=settings))
        made = tmp_path / str(number) / "folder/workspace/build/annual-report/2024/testshire"
        with pikepdf.open(made / "report.pdf") as pdf:
            assert f"D:{day.replace('-', '')}" in str(pdf.docinfo["/CreationDate"])
            assert pdf.open_metadata()["xmp:CreateDate"].startswith(day)
        assert f'"created": "{day}T00:00:00Z"' in (made / "datapackage.json").read_text(encoding="utf-8")
        for name, properties in (("report.docx", "docProps/core.xml"), ("figures.ods", "meta.xml")):
            with zipfile.ZipFile(made / name) as packed:
                assert f">{day}T00:00:00" in packed.read(properties).decode()
                assert len({member.date_time for member in packed.infolist()}) == 1
        assert packed.infolist()[0].date_time == (*map(int, day.split("-")), 0, 0, 0)


@pytest.mark.parametrize("seconds", ["soon", "-1", "1.5", "١٢", "9" * 12])
def test_a_date_that_is_none_is_told(good: Path, seconds: str) -> None:
    """Where SOURCE_DATE_EPOCH is no number of seconds, nothing is made."""
    told = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", "--all"],
        cwd=good,
        env={**os.environ, "SOURCE_DATE_EPOCH": seconds, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 2
    assert f"SOURCE_DATE_EPOCH is “{seconds}”, not a number of seconds since 1970." in told.stderr
    assert not (good / "build").exists()


def hundred() -> Iterator[Circumstances]:
    """A hundred circumstances, drawn from a seed."""
    chance = Random(100)  # noqa: S311
    zones = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Europe/London", "Antarctica/Troll")
    languages = ("C", "C.UTF-8", "POSIX", "cy_GB.UTF-8", "tr_TR.UTF-8", "de_DE", "")
    for number in range(100):
        formats = chance.sample(tuple(FORMATS), len(FORMATS))
        years = chance.sample(("2023", "2024"), 2)
        asked = ("build", "testshire", *years, "--format", ",".join(formats), "--jobs", str(chance.randint(1, 3)))
        alone = tuple(("build", "testshire", year, "--format", ",".join(formats)) for year in years)
        settings = {
            "TZ": chance.choice(zones),
            "LC_ALL": chance.choice(languages),
            "PYTHONHASHSEED": str(chance.randrange(1 << 32)),
        }
        yield Circumstances(
            "/".join("ab ç–"[chance.randrange(5) :] + "x" for _ in range(chance.randint(1, 5))) + str(number),
            settings,
            chance.randrange(-20, 60) * 365 * 86_400 + chance.randrange(86_400),
            chance.choice((0, 0o002, 0o022, 0o027, 0o077)),
            chance.choice((None, 0, 946_684_800, 4_000_000_000)),
            chance.choice(((asked,), alone)),
        )


def test_circumstances_are_all_different() -> None:
    """The hundred are a hundred, and each thing that may matter differs between some of them."""
    made = list(hundred())
    assert len({one.folder for one in made}) == 100
    assert len({tuple(sorted(one.settings.items())) for one in made}) == 100
    for values in ({one.shift for one in made}, {one.umask for one in made}, {one.age for one in made}):
        assert len(values) > 3
    assert len(set(itertools.chain(*(one.commands for one in made)))) > 100
