"""The program's own figures, for the gain."""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CELLS = """\
name: cells
data: {{source: mnist, test: {test}}}
groups: [R4, T3]
methods: [DA, WT, IR]
seeds: [0]
nu: 1
measure: [SI]
training: {{epochs: {epochs}}}
"""


class Program:
    """`sweep`, which inherits this process's one core; without a path everything is None."""

    def __init__(self, path, quick):
        self.path = str(Path(path).resolve()) if path else None
        # The pace of its own `bench` is the full one always: quick rows are too uncertain to divide by.
        self.epochs, self.samples = (2, 500) if quick else (20, 5000)

    def row(self, name):
        """The value of the row of `sweep bench` with exactly this name, measured now."""
        answer = self.run(["bench", "--json", "--filter", name])
        if answer is None:
            return None
        return next((row["value"] for row in json.loads(answer)["rows"] if row["name"] == name), None)

    def cells(self):
        """Seconds of an epoch and samples per second of SI of the six cells of Table 1, by group and
        method: a sweep of one seed and few epochs on one lane, by its jobs.csv."""
        with tempfile.TemporaryDirectory() as folder:
            spec, results = Path(folder) / "cells.yaml", Path(folder) / "results"
            spec.write_text(CELLS.format(test=self.samples, epochs=self.epochs))
            arguments = ["run", str(spec), "--results", str(results), "--lanes", "1", "--offline"]
            if self.run(arguments) is None:
                return None
            with open(results / "jobs.csv", newline="") as table:
                return {
                    (job["group"], job["method"]): (
                        float(job["train_seconds"]) / self.epochs, self.samples / float(job["measure_seconds"]))
                    for job in csv.DictReader(table)
                }  # fmt: skip

    def run(self, arguments):
        if self.path is None:
            return None
        try:
            answer = subprocess.run([self.path, *arguments], capture_output=True, text=True)
        except OSError as error:
            sys.exit(f"{self.path}: {error.strerror}")
        if answer.returncode == 0:
            return answer.stdout
        print(f"note: sweep {' '.join(arguments)} failed: {answer.stderr.strip()}", file=sys.stderr)
        return None
