"""An estimate of Table 1 on one core, from measured parts, for PyTorch and for the program alike.

Accuracy, LI, DI and the search for ν are left out, which favours PyTorch.
"""

from data import TEST

SEEDS, EPOCHS = 4, 300
NOTE = (
    f"estimate: {SEEDS} seeds x 6 cells x ({EPOCHS} epochs + SI of {TEST} samples); "
    "accuracy, LI, DI and the search for ν are left out"
)


def hours(cells):
    """- cells: seconds of an epoch and samples per second of SI, by group and method."""
    return SEEDS * sum(EPOCHS * epoch + TEST / rate for epoch, rate in cells.values()) / 3600


def measure_ours(program, bench):
    """The program's hours, as a row; None where they cannot be measured."""
    cells = program.cells()
    if cells is None:
        return None
    parts = f"parts from a sweep of one seed, {program.epochs} epochs, {program.samples} test samples"
    return bench.add("table1", "h", [hours(cells)], note=f"{NOTE}; {parts}")
