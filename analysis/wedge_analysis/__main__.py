"""The old name of python3 -m wedge.analysis."""

import sys

from wedge.analysis.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
