"""One line per test in a file that tests/tally.py adds up: passed|failed|skipped, name, note, split by tabs."""
import os
import sys

kVerdicts = ("passed", "failed", "skipped")


class Results:
    def __init__(self, suite):
        self.suite = suite
        self.lines = []

    def add(self, verdict, name, note=""):
        assert verdict in kVerdicts
        note = " ".join(str(note).split())
        self.lines.append(f"{verdict}\t{self.suite}: {name}\t{note}")

    def failed(self):
        return sum(line.startswith("failed") for line in self.lines)

    def finish(self):
        """Appends to the file named by ROENTGEN_RESULTS, if any, and says how it went. Returns the exit code."""
        path = os.environ.get("ROENTGEN_RESULTS")
        if path:
            with open(path, "a", encoding="utf-8") as out:
                out.writelines(line + "\n" for line in self.lines)
        counts = {v: sum(line.startswith(v) for line in self.lines) for v in kVerdicts}
        print(f"{self.suite}: " + ", ".join(f"{n} {v}" for v, n in counts.items()), file=sys.stderr)
        return 1 if self.failed() else 0
