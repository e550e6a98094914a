"""The command line. Exit codes: 0 done, 1 the data or the comparison fails, 2 wrong usage."""

import sys

from dandong_analysis.cli.commands import app


def main() -> None:
    """Run ``dandong``; errors are messages, and a traceback is shown with ``--debug`` only."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except Exception as error:
        if "--debug" in sys.argv[1:]:
            raise
        from dandong_analysis.cli.show import show_error

        sys.exit(show_error(error))
