#!/usr/bin/env python3
"""The same training and the same attribution in PyTorch, on one thread, as a rival of `sweep bench`.

Network 1296 -> 128 x 5 -> 9, batch 512, Adam with rate 8e-4, MNIST without class 9 padded to 36 x 36:
10,000 train, 2,000 validation samples, the group R4 (and T3 for the estimate of Table 1). Everything
that can be done beforehand is: the orbits of all train images lie in memory, normalised, as float32, so
that a batch is one index_select.

Two configurations, in processes of their own: `pytorch`, as installed, and `pytorch-wide`, with MKL
told that it may use its widest kernels (mkl.py), where that makes a difference.

Needs torch and numpy. The data are looked for as sweep looks for them; `sweep data fetch` gets them.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

import mkl
import table1
from bench import Bench
from contest import Contest, products
from data import Data
from program import Program

CONFIGURATIONS = {
    "pytorch": "as installed",
    "pytorch-wide": "the same, MKL told that it may use its widest kernels",
}
# They may keep PyTorch from the kernels that it would choose.
SETTINGS = ("ATEN_", "DNNL_", "MKL_", "OMP_", "ONEDNN_")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="one JSON object, rows as of `sweep bench --json`")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions of PyTorch's")
    parser.add_argument("--sweep", metavar="PROGRAM", help="measure its rows before and after, and show the gain")
    parser.add_argument(
        "--images", type=int, default=4, help="images whose paths make one batch of attribution (default: 4)"
    )
    # How this program starts itself for `pytorch-wide`: the file for its rows, and ours of Table 1.
    parser.add_argument("--report", help=argparse.SUPPRESS)
    parser.add_argument("--hours", type=float, help=argparse.SUPPRESS)
    return parser.parse_args()


def one_core():
    """Bind to the first core, as the lanes of sweep are bound; None where that cannot be."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    first = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {first})
    return first


def measure(configuration, options, data, program, hours):
    """All rows of this process's configuration."""
    bench = Bench(configuration, program, options.quick, silent=options.json)
    bench.say(f"\n{configuration}: {CONFIGURATIONS[configuration]}")
    products(bench)
    Contest(bench, data, options.images, hours).run()
    return bench.rows


def measure_wide(options, hours):
    """The rows of `pytorch-wide`, of a second process of this program.

    - Raises: mkl.NotMeasured.
    """
    with tempfile.TemporaryDirectory() as folder:
        library, report = mkl.build(folder), Path(folder) / "rows.json"
        # Its own last words, if any, are on the standard error already.
        command = [sys.executable, __file__, *sys.argv[1:], "--report", str(report)]
        command += ["--hours", str(hours)] if hours else []
        status = subprocess.run(command, env=mkl.preloading(library)).returncode
        if status != 0:
            raise mkl.NotMeasured(f"its process ended with status {status}")
        return json.loads(report.read_text())


def main():
    options = arguments()
    if options.report:
        mkl.confirm()
    core = one_core()
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    data, program = Data(), Program(options.sweep, options.quick)
    if options.report:
        rows = measure("pytorch-wide", options, data, program, options.hours)
        Path(options.report).write_text(json.dumps(rows))
        return

    settings = [f"{key}={value}" for key, value in sorted(os.environ.items()) if key.startswith(SETTINGS)]
    machine = {
        "cpu": mkl.cpu_field("model name") or platform.processor() or "unknown CPU",
        "python": platform.python_version(), "torch": torch.__version__, "threads": 1, "core": core,
        "settings": settings,
    }  # fmt: skip
    ours = Bench("sweep", program, options.quick, silent=options.json)
    ours.say(f"{machine['cpu']}, PyTorch {torch.__version__}, one thread, core {core}")
    for setting in settings:
        ours.say(f"note: the environment has {setting}")
    hours = table1.measure_ours(program, ours)
    rows = ours.rows + measure("pytorch", options, data, program, hours)
    not_measured = {}
    try:
        rows += measure_wide(options, hours)
    except mkl.NotMeasured as reason:
        not_measured["pytorch-wide"] = str(reason)
        ours.say(f"\npytorch-wide: not measured: {reason}")
    if options.json:
        report = {
            "program": f"pytorch {torch.__version__}", "machine": machine, "quick": options.quick,
            "configurations": CONFIGURATIONS, "not_measured": not_measured, "rows": rows,
        }  # fmt: skip
        print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    try:
        main()
    except mkl.NotMeasured as reason:
        sys.exit(f"pytorch-wide: {reason}")
