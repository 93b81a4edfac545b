"""`python -m cxtext` and the script `cxtext`; an interrupt while the commands are being loaded leaves quietly."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Load the commands and run the one that was asked for."""
    try:
        from cxtext.pipeline.collector import collector_seldom

        collector_seldom()
        from cxtext.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(130)  # 128 + SIGINT, as shells have it


if __name__ == "__main__":
    main()
