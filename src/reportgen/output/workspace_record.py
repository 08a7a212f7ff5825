"""What is noted of a workspace: its settings and areas, for as long as their files lie as they did.

Comes in: the root of a workspace, and how its files lay before they were read. Goes out: the workspace, without reading them.
"""

from dataclasses import asdict
from pathlib import Path

from reportgen.output.build_record import FOLDER, NOT_WHOLE, read_json_record, write_json_record
from reportgen.read.settings import areas_from, settings_from
from reportgen.read.workspace import Workspace

_PATH = f"{FOLDER}/workspace.json"


def recall_workspace(root: Path, state: str) -> Workspace | None:
    """The workspace as it was noted; None where its files lie otherwise, or the record is not whole."""
    try:
        whole = read_json_record(root, _PATH)
        if whole["state"] != state:
            return None
        digests = {str(path): str(sha256) for path, sha256 in whole["digests"].items()}
        return Workspace(root, settings_from(whole["settings"]), areas_from(whole), digests)
    except (OSError, *NOT_WHOLE):
        return None


def record_workspace(state: str, workspace: Workspace) -> None:
    """Notes a workspace, where reports are noted already."""
    if (workspace.root / FOLDER).is_dir():
        noted = {
            "state": state,
            "digests": workspace.digests,
            "settings": asdict(workspace.settings),
            "areas": {slug: asdict(area) for slug, area in workspace.areas.items()},
        }
        write_json_record(workspace.root, _PATH, noted)
