"""The release check of the help lines, as of today: prints what there is; ends with 1 when something is wrong."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from evenstep.program.check_helplines import problems, report
from evenstep.program.helplines import all_lines


def main() -> int:
    """Print the report, then the problems."""
    today = datetime.now(UTC).date()
    found = problems(all_lines(), today)
    sys.stdout.write("\n".join([report(all_lines(), today), *found, ""]))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
