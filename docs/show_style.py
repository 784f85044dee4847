"""Start the app with /style, the page of all its parts, and an empty folder that goes away at the end."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from evenstep.web import settings
from evenstep.web.serve import serve


def main() -> int:
    """Serve until Ctrl-C. Releases have no such page: settings.DEVELOPMENT is False in them."""
    settings.DEVELOPMENT = True
    sys.stdout.write("Open the address below, then go to /style there.\n")
    with tempfile.TemporaryDirectory() as folder:
        serve(Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
