"""Repetitions, rows, and the gain of the program over them."""

import statistics
import time


class Bench:
    """Rows of one configuration, shown as they come unless `silent`.

    - configuration: what their names begin with.
    - program: whose rows of the same names are measured before and after.
    """

    def __init__(self, configuration, program, quick, silent):
        self.configuration, self.program, self.silent = configuration, program, silent
        self.least, self.seconds = (2, 0.2) if quick else (5, 3.0)
        self.rows = []

    def times(self, work):
        """Seconds of each repetition; the first is not counted."""
        work()
        found, begin = [], time.perf_counter()
        while len(found) < self.least or time.perf_counter() - begin < self.seconds:
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
        return found

    def in_turn(self, work, name):
        """The repetitions' seconds, and the program's row of this name: the mean of before and after;
        None for no name, and where it cannot be measured."""
        before = self.program.row(name) if name else None
        seconds = self.times(work)
        after = self.program.row(name) if name else None
        return seconds, (before + after) / 2 if before and after else None

    def add(self, name, unit, values, gain=None, note=None):
        """- Returns: the median."""
        median = statistics.median(values)
        row = {
            "name": f"{self.configuration}/{name}", "value": median, "unit": unit, "bound": None, "ratio": None,
            "median": median, "min": min(values), "max": max(values), "repetitions": len(values),
            "note": note, "gain": gain,
        }  # fmt: skip
        self.rows.append(row)
        spread = f"{min(values):.4g} … {max(values):.4g}" if len(values) > 1 else ""
        against = f"  sweep is {gain:.1f} times as fast" if gain else ""
        self.say(f"{row['name']:<29} {median:>9.4g} {unit:<10} {spread:>19}{against}".rstrip())
        return median

    def say(self, line):
        if not self.silent:
            print(line, flush=True)
