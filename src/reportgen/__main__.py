"""The command: an answer that still holds is given at once; anything else goes to the command line."""

import os
import sys

from reportgen.remembered import question, recall

# All of the environment that changes what is printed.
_SETTINGS = ("NO_COLOR", "GITHUB_WORKSPACE", "SOURCE_DATE_EPOCH")


def main() -> None:
    """The console command, and `python -m reportgen`."""
    asked = question(
        sys.argv[1:], [str(sys.stdout.isatty()), *(f"{name}={os.environ.get(name)}" for name in _SETTINGS)]
    )
    told = recall(asked) if asked else None
    if told is not None:
        try:
            sys.stdout.write(told)
            sys.stdout.flush()
        except BrokenPipeError:
            os._exit(1)
        return
    # Plugins of other programs would be looked for, and could change what is read.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from reportgen.cli import program

    program(prog_name="reportgen", obj=asked)


if __name__ == "__main__":
    main()
