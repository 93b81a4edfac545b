"""Print one of the two commands of the README: `demo` or `tests`."""

import re
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def command(name: str) -> str:
    """The line in the shell block that follows the marker comment of that name."""
    found = re.search(
        rf"<!-- command: {name} -->\s*```(?:bash|sh)\n(.+?)\n```", README.read_text(encoding="utf-8"), re.DOTALL
    )
    if found is None or "\n" in found.group(1):
        sys.exit(f"README.md has no one-line command marked {name!r}")
    return found.group(1)


if __name__ == "__main__":
    print(command(sys.argv[1]))
