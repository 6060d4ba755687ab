"""Judges a table of findings on a Spark cluster. Run it with spark-submit; README.md says how."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from remedy_spark.job import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
