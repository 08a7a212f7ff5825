"""Computers made for a test: a system of Debian with almost nothing on it, or this one with files taken away.

Goes out: how a command is run in either. What is mounted is mounted in a namespace of its own, so that it is gone with the
command, and no folder is ever removed while something is mounted in it.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from london import REPOSITORY

_UNSHARE = ("unshare", "--mount", "--propagation", "private")
_HIDE = """set -eu; place=$1; shift
mount -t tmpfs none "$place"; mkdir "$place/upper" "$place/work"
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$place/upper,workdir=$place/work" /usr
eval "rm -f $1"; shift
exec "$@"
"""
_ENTER = """set -eu; root=$1; shift
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 dev "$root/dev"; mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
for node in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do mknod -m 666 "$root/dev/${node% *}" c 1 "${node#* }"; done
mknod -m 666 "$root/dev/tty" c 5 0
ln -s /proc/self/fd "$root/dev/fd"; ln -s pts/ptmx "$root/dev/ptmx"
while [ "$1" != -- ]; do mkdir -p "$root$1"; mount --bind -o ro "$1" "$root$1"; shift; done; shift
exec chroot "$@"
"""
# How this machine reaches the registries of packages, whatever that is.
_OF_REGISTRIES = re.compile(r"PIP_|SSL_CERT_|REQUESTS_CA_BUNDLE$|CURL_CA_BUNDLE$|(https?|no|all)_proxy$", re.IGNORECASE)


def run_without(files: str, place: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What a command says and does in a folder while files are gone from /usr, for itself alone. Shape: `files` are patterns.

    It is told as skipped where no namespace can be had in which that can be done.
    """
    place.mkdir(exist_ok=True)
    hiding = (*_UNSHARE, "sh", "-c", _HIDE, "sh", str(place))
    if os.getuid() or subprocess.run([*hiding, "", "true"], capture_output=True, check=False).returncode:
        pytest.skip("files can only be hidden by root, where namespaces and overlays can be mounted")
    return _run([*hiding, files, *command], folder, dict(os.environ))


@dataclass(frozen=True)
class System:
    """A system of Debian. Shape: `packages` are those beside what every system has; `folder` is where the project lies.

    `has_apt` and `is_root` say what the person may do who sets it up; `expected` is what they are told.
    """

    suite: str
    packages: tuple[str, ...] = ()
    has_apt: bool = True
    is_root: bool = True
    folder: str = "/srv/reportgen"
    has_pdf: bool = True
    expected: str = ""


def lay(system: System, root: Path, cache: Path) -> None:
    """Lays a system and a fresh clone of the project into a folder; skips where it cannot be had, and says why."""
    base = cache / f"{system.suite}.tar"
    if not base.exists():
        _debootstrap(system.suite, base)
    root.mkdir()
    subprocess.run(["tar", "-C", root, "-xf", base], check=True)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    told = subprocess.run(["apt-config", "dump"], capture_output=True, encoding="utf-8", check=True).stdout
    settings = [line for line in told.splitlines() if line.startswith("Acquire::")]
    (root / "etc/apt/apt.conf.d/90machine").write_text("\n".join(settings) + "\n", encoding="utf-8")
    for place in _places():
        found, copy = Path(place), root / _inside(place).lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        if found.is_file():
            shutil.copy(found, copy)
        elif _inside(place) != place:
            shutil.copytree(found, copy, dirs_exist_ok=True, ignore_dangling_symlinks=True)
    if system.packages:
        install = "apt-get update -q && apt-get install -y -q --no-install-recommends " + " ".join(system.packages)
        done = enter(root, "/", install)
        if done.returncode:
            pytest.skip(f"packages of {system.suite} cannot be had: {done.stdout[-300:]}")
    enter(root, "/", "useradd --create-home --home-dir /srv/writer writer")
    if not system.has_apt:
        for path in (root / "usr/bin").glob("apt*"):
            path.unlink()
    folder = root / system.folder.lstrip("/")
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", REPOSITORY, folder], check=True)
    if not system.is_root:
        enter(root, "/", f"chown -R writer: '{system.folder}'")


def enter(root: Path, folder: str, command: str, *, is_root: bool = True) -> subprocess.CompletedProcess[str]:
    """What a command says and does inside a system."""
    settings = {name: _inside(value) for name, value in _settings().items()}
    mounts = [place for place in _places() if Path(place).is_dir() and _inside(place) == place]
    own = {
        "HOME": str(Path(folder).parent),
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
    }
    words = [*_UNSHARE, "--pid", "--fork", "--kill-child", "sh", "-c", _ENTER, "sh", str(root), *mounts, "--"]
    who = [] if is_root else ["--userspec=writer:writer"]
    inside = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in {**settings, **own}.items())]
    words += [*who, str(root), *inside, "sh", "-c", f'cd "$1" && {command}', "sh", folder]
    return _run(words, Path("/"), dict(os.environ))


def _debootstrap(suite: str, base: Path) -> None:
    """A system with nothing but what every system has, as an archive."""
    for program in ("debootstrap", "unshare", "chroot", "apt-config"):
        if os.getuid() or not shutil.which(program):
            pytest.skip(f"only root can make a system, with {program}")
    root = base.with_suffix("")
    words = ["debootstrap", "--variant=minbase", suite, str(root)]
    # In a namespace, since debootstrap mounts /proc and lays devices.
    done = _run([*_UNSHARE, *words], Path("/"), dict(os.environ))
    if done.returncode:
        subprocess.run(["rm", "-rf", "--one-file-system", root], check=True)
        pytest.skip(f"{suite} cannot be had: {done.stdout.strip()[-300:]}")
    subprocess.run(["tar", "-C", root, "--exclude=./dev/*", "--exclude=./proc/*", "-cf", base, "."], check=True)
    subprocess.run(["rm", "-rf", "--one-file-system", root], check=True)


@lru_cache(maxsize=1)
def _settings() -> dict[str, str]:
    """The environment by which registries are reached; what pip is told in files of its own is put into it."""
    words = [sys.executable, "-m", "pip", "config", "list"]
    told = subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stdout
    found = re.findall(r"^(?:global|install|site|user)\.([a-z-]+)='(.*)'$", told, re.MULTILINE)
    of_pip = {f"PIP_{name.upper().replace('-', '_')}": value.replace("\\n", " ") for name, value in found}
    return {name: value for name, value in os.environ.items() if _OF_REGISTRIES.match(name)} | of_pip


def _inside(words: str) -> str:
    """Where something of this machine lies inside a system. Why: what is in /etc there belongs to the packages of the system."""
    return re.sub(r"(?<![\w/])/etc(?=/)", "/srv/machine/etc", words)


def _places() -> list[str]:
    """The files of this machine that these settings name, and the folders, each with what lies beside it."""
    named = (re.findall(r"(?:^|file://|\s)(/[^\s']+)", value) for value in _settings().values())
    found = {Path(path) for paths in named for path in paths if Path(path).exists()}
    return sorted({str(path) if path.is_file() else str(Path(*path.parts[:3])) for path in found})


def _run(words: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
