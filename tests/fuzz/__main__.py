"""``python -m tests.fuzz``: every long run in turn, each with its own seeds; exit code 1 if any found trouble."""

import subprocess
import sys

MODULES = ("extremes", "environments", "mutations", "calendars", "bounds")

if __name__ == "__main__":
    codes = [subprocess.call([sys.executable, "-m", f"tests.fuzz.{name}"]) for name in MODULES]
    sys.exit(int(any(codes)))
