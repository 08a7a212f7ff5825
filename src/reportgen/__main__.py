"""The command: an answer that still holds is given at once; anything else goes to the command line."""

import gc
import os
import sys

from reportgen.remembered import question, recall


def main() -> None:
    """The console command, and `python -m reportgen`."""
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    asked = question(sys.argv[1:], "coloured" if is_coloured else "plain")
    told = recall(asked) if asked else None
    if told is not None:
        try:
            sys.stdout.write(told)
            sys.stdout.flush()
        except BrokenPipeError:
            os._exit(1)
        return
    # What is loaded now lasts; a search through it for what is no longer used would only take time.
    gc.disable()
    # Plugins of other programs would be looked for, and could change what is read.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from reportgen.cli import program

    program(prog_name="reportgen", obj=asked)


if __name__ == "__main__":
    main()
