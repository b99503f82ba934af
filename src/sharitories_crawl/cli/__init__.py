"""The command line: options in, messages and exit codes out."""

import sys

from sharitories_crawl.errors import SharitoriesError


def main() -> None:
    """Run `sharitories`; an error that a person can mend is one message and an exit code, never a traceback."""
    from sharitories_crawl.cli.app import app

    try:
        app()
    except SharitoriesError as error:
        sys.stderr.write(f"sharitories: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
