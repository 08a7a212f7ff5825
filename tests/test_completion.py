"""The Tab key completes in each shell that is here: commands, areas, years, kinds, editions and formats of the workspace."""

import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from london import REPOSITORY, copy_workspace, imported_by, run

SHELLS = ("bash", "zsh", "fish")
COMMANDS = Path(sys.executable).parent
# Units: seconds.
_PATIENCE = 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's workspace, in a folder with a space, with one report of Kent."""
    root = copy_workspace(tmp_path_factory.mktemp("a copy"))
    assert run(root, "new", "area", "kent", "2023").returncode == 0
    return root


def completed(root: Path, *typed: str) -> list[str]:
    """What can come next, as bash is told; the last word is the one that is being typed."""
    words = " ".join(["reportgen", *typed])
    asked = {"_REPORTGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(typed))}
    told = run(root, **asked)
    assert (told.returncode, told.stderr) == (0, "")
    return [line.removeprefix("plain,") for line in told.stdout.split()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["bu"], ["build"]),
        (["check", ""], ["kent", "london"]),
        (["check", "l"], ["london"]),
        (["check", "kent", ""], ["london", "2023"]),
        (["check", "london", "202"], ["2021", "2023", "2024"]),
        (["check", "london", "2024", "2"], ["2021", "2023"]),
        (["check", "2024", ""], ["london"]),
        (["check", "nowhere", "2"], []),
        (["build", "--all", ""], ["2021", "2023", "2024"]),
        (["todo", "--kind", "consultation-response", ""], ["london"]),
        (["todo", "--kind", "consultation-response", "london", ""], ["2013"]),
        (["diff", "london", "20"], ["2021", "2023", "2024"]),
        (["check", "--kind", ""], ["annual-report", "consultation-response"]),
        (["check", "--kind", "../x", ""], []),
        (["build", "--format", "p"], ["pdf"]),
        (["build", "--format", "html,p"], ["html,pdf"]),
        (["check", "--format", "s"], ["sarif"]),
        (["diff", "--edition", "2023.1", "2024"], ["2024.1"]),
        (["new", "year", ""], ["2025"]),
        (["new", "year", "2025", "--edition", "202"], ["2021.1", "2023.1", "2024.1", "2025.1"]),
        (["new", "area", "west"], ["west-mercia", "west-midlands", "west-yorkshire"]),
        (["new", "area", "west-mercia", "west-m"], ["west-midlands"]),
        (["new", "area", "west-mercia", "202"], ["2021", "2023", "2024"]),
        (["new", "edition", "consultation-response", ""], ["2013.1"]),
        (["seal", "cons"], ["consultation-response"]),
        (["new", "workspace", "mine", "--example", ""], ["london"]),
        (["check", "--workspace", "so"], ["dir,so"]),
        (["explain", "total-"], ["total-computed", "total-mismatch"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
    ],
    ids=lambda value: " ".join(value) if value and isinstance(value, list) else "nothing",
)
def test_what_can_come_next_is_told(typed: list[str], expected: list[str], root: Path) -> None:
    """Names that go with what was typed before are told, and no others."""
    assert completed(root, *typed) == expected


def test_where_there_is_no_workspace_nothing_is_said(tmp_path: Path) -> None:
    """Outside a workspace, or where its files are broken, no area is told, and nothing else."""
    assert completed(tmp_path, "check", "") == []
    (tmp_path / "reportgen.yaml").write_text("[", encoding="utf-8")
    for words in (["check", ""], ["new", "area", ""], ["check", "--kind", "b"], ["new", "year", ""]):
        assert completed(tmp_path, *words) == []


def test_the_workspace_that_is_named_is_the_one_looked_at(root: Path, tmp_path: Path) -> None:
    """With --workspace before the names, they are those of that folder."""
    link = tmp_path / "elsewhere"
    link.symlink_to(root)
    assert completed(tmp_path, "check", "--workspace", str(link), "k") == ["kent"]


def test_a_key_loads_no_library_that_it_does_not_need(root: Path) -> None:
    """Since it is asked at each key, neither pydantic nor what makes reports is loaded; YAML is for the list of areas alone."""
    heavy = {"pydantic", "jinja2", "weasyprint", "PIL", "markdown", "starlette"}
    for words, more in (("check lon", {"yaml"}), ("check london 2", {"yaml"}), ("build --format p", {"yaml"})):
        count = str(len(words.split()))
        asked = {"_REPORTGEN_COMPLETE": "bash_complete", "COMP_WORDS": f"reportgen {words}", "COMP_CWORD": count}
        assert imported_by(root, **asked) & (heavy | more) == set(), words
    asked = {"_REPORTGEN_COMPLETE": "bash_complete", "COMP_WORDS": "reportgen new area k", "COMP_CWORD": "3"}
    assert imported_by(root, **asked) & heavy == set()


def the_shell(name: str) -> str:
    """A shell of this computer, or the reason why it is not tried."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this computer")
    return found


def with_keys(command: list[str], root: Path, home: Path, script: str, keys: str, waits_for: str) -> str:
    """What a shell shows on a terminal once it has read a script and somebody has pressed keys."""
    parent, child = pty.openpty()
    environment = {"HOME": str(home), "PATH": f"{COMMANDS}:{os.environ['PATH']}", "TERM": "xterm", "PS1": "ready$ "}
    for name in ("LD_LIBRARY_PATH", "FPATH", "LANG"):
        environment |= {name: os.environ[name]} if name in os.environ else {}
    shown = ""
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=child, stdout=child, stderr=child, start_new_session=True
    ) as process:
        os.close(child)
        os.set_blocking(parent, False)
        end = time.monotonic() + _PATIENCE
        sent = [f"{script}\n", keys]
        while time.monotonic() < end and (sent or waits_for not in shown):
            if sent and (len(sent) == 2 or "script read" in shown.replace("echo script", "")):
                os.write(parent, sent.pop(0).encode())
            time.sleep(0.05)
            try:
                shown += os.read(parent, 65536).decode(errors="replace")
            except BlockingIOError:
                continue
            except OSError:
                break
        process.kill()
    os.close(parent)
    return shown


@pytest.mark.parametrize(
    ("name", "options"), [("bash", ["--norc", "--noprofile", "-i"]), ("zsh", ["-f", "-i"])], ids=["bash", "zsh"]
)
def test_the_tab_key_completes(name: str, options: list[str], root: Path, tmp_path: Path) -> None:
    """In the shell itself, after what it was given, half a word and the Tab key are a whole one."""
    shell = the_shell(name)
    first = "autoload -U compinit && compinit -u -D; " if name == "zsh" else ""
    script = f'{first}source <(reportgen completion {name}); echo "script" "read"'
    shown = with_keys([shell, *options], root, tmp_path, script, "reportgen check lon\t", "reportgen check london")
    assert "reportgen check london" in shown, shown


def test_fish_completes(root: Path, tmp_path: Path) -> None:
    """Fish, which tells what it would complete, tells the areas and years."""
    shell = the_shell("fish")
    script = "reportgen completion fish | source; complete -C 'reportgen check london 202'"
    told = subprocess.run(
        [shell, "--no-config", "-c", script],
        cwd=root,
        env={**os.environ, "HOME": str(tmp_path), "PATH": f"{COMMANDS}:{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        check=True,
    )
    assert told.stdout.split() == ["2021", "2023", "2024"]


@pytest.mark.parametrize("name", SHELLS)
def test_what_a_shell_needs_is_what_it_can_read(name: str, root: Path, tmp_path: Path) -> None:
    """The script is printed in any folder, names the program, and the shell finds no fault in it."""
    told = run(tmp_path, "completion", name)
    assert (told.returncode, told.stderr) == (0, "")
    assert "_REPORTGEN_COMPLETE" in told.stdout
    file = tmp_path / "script"
    file.write_text(told.stdout, encoding="utf-8")
    assert subprocess.run([the_shell(name), "-n", file], capture_output=True, check=False).stderr == b""


def test_the_readme_says_where_to_put_it() -> None:
    """For each shell there is a line that can be typed."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for name in SHELLS:
        assert f"reportgen completion {name}" in readme
