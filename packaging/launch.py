"""Where the bundle starts."""

import sys

from console.__main__ import main

sys.exit(main())
