"""Takes the pictures of the preview anew: .venv/bin/python tests/browser/pictures.py

Goes out: small PNG files in docs/how-to/pictures, of London's report with mistakes put in on purpose.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "support"))
from london import copy_workspace  # noqa: E402 - its folder is only now known
from previewed import start_preview  # noqa: E402

PICTURES = HERE.parents[1] / "docs" / "how-to" / "pictures"


def main() -> None:
    """Starts a preview, takes the pictures with a browser, and makes them small."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder:
        shown = start_preview(copy_workspace(Path(folder) / "workspace"))
        asked = {
            "browser": browser,
            "address": f"http://127.0.0.1:{shown.port}/",
            "root": str(shown.root),
            "folder": folder,
        }
        try:
            subprocess.run(["node", str(HERE / "pictures.mjs")], input=json.dumps(asked), encoding="utf-8", check=True)
        finally:
            shown.end()
        PICTURES.mkdir(exist_ok=True)
        for path in sorted(Path(folder).glob("*.png")):
            with Image.open(path) as taken:
                taken.convert("RGB").quantize(48, dither=Image.Dither.NONE).save(PICTURES / path.name, optimize=True)


if __name__ == "__main__":
    main()
