"""The commands behind the Makefile: ``python -m bigsection.launch run|setup|test|…``."""

import sys

# Read by whatever "python3" is: the check must come before any newer syntax is imported.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "✗ 需要 Python 3.11 或更新版本 · Python 3.11 or newer is needed, this is %d.%d: "  # noqa: UP031
        "install it and say which, for example PYTHON=python3.12 make run" % sys.version_info[:2]
    )

from bigsection.launch.commands import main

sys.exit(main(sys.argv[1:]))
