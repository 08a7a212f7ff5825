"""The workspace that a command works in, read anew only where its files changed.

Comes in: a folder to start from. Goes out: the workspace.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen.core.diagnostic import Outcome
from reportgen.output.inputs import workspace_state
from reportgen.output.workspace_record import recall_workspace, record_workspace
from reportgen.read.workspace import Workspace, find_root


def open_workspace(start: Path, file_date: date | None = None) -> Outcome[Workspace]:
    """The workspace that holds a folder. Errors: those of finding its root and of reading its two files."""
    root = find_root(start)
    if root.value is None:
        return Outcome(None, root.diagnostics)
    state = workspace_state(root.value)
    known = recall_workspace(root.value, state)
    if known is not None:
        return Outcome(replace(known, file_date=file_date))
    from reportgen.read.workspace_files import read_workspace

    read = read_workspace(root.value, file_date)
    if read.value is not None:
        record_workspace(state, read.value)
    return read
