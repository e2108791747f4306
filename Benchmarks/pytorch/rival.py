#!/usr/bin/env python3
"""The same training and the same attribution in PyTorch, on one thread, as a rival of `sweep bench`.

Network 1296 -> 128 x 5 -> 9, batch 512, Adam with rate 8e-4, MNIST without class 9 padded to 36 x 36:
10,000 train, 2,000 validation samples, the group R4 (and T3 for the estimate of Table 1). Everything
that can be done beforehand is: the orbits of all train images lie in memory, normalised, as float32, so
that a batch is one index_select.

Needs torch and numpy. The data are looked for as sweep looks for them; `sweep data fetch` gets them.
"""

import argparse
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SIDE = 36
PIXELS = SIDE * SIDE
CLASSES = 9
BATCH = 512
STEPS = 50
THRESHOLD = 0.9
BLUR = (0.27406862, 0.45186276, 0.27406862)
TRAIN, TEST, VALIDATION = 10_000, 50_000, 2_000
METHODS = ("DA", "WT", "IR")


# --- Data ---------------------------------------------------------------------------------------


def find(name):
    """One IDX file, plain or gzip, in the places that sweep looks at."""
    folders = []
    if os.environ.get("SWEEP_DATA"):
        root = Path(os.environ["SWEEP_DATA"])
        folders += [root / "mnist", root / "MNIST" / "raw", root]
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folders.append(Path(cache) / "sweep" / "mnist")
    for folder in folders:
        for path in (folder / name, folder / f"{name}.gz"):
            if path.is_file():
                return path
    sys.exit(
        f"{name} is in none of {', '.join(map(str, folders))}: "
        "run `sweep data fetch mnist`, or set SWEEP_DATA"
    )


def read_idx(name):
    path = find(name)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


class Data:
    """Normalised splits, and the orbits of the train split."""

    def __init__(self):
        images = np.concatenate([read_idx("train-images-idx3-ubyte"), read_idx("t10k-images-idx3-ubyte")])
        labels = np.concatenate([read_idx("train-labels-idx1-ubyte"), read_idx("t10k-labels-idx1-ubyte")])
        order = np.random.default_rng(0).permutation(np.flatnonzero(labels != 9))
        pad = (SIDE - 28) // 2

        def split(begin, count):
            chosen = order[begin : begin + count]
            padded = np.pad(images[chosen], ((0, 0), (pad, pad), (pad, pad)))
            pixels = torch.from_numpy(padded.reshape(count, PIXELS).astype(np.float32)) / 255
            return pixels, torch.from_numpy(labels[chosen].astype(np.int64))

        self.train, self.train_labels = split(0, TRAIN)
        mean, std = self.train.double().mean(), self.train.double().std(unbiased=False)
        self.test, self.test_labels = split(TRAIN, 512)
        self.validation, self.validation_labels = split(TRAIN + TEST, VALIDATION)
        for pixels in (self.train, self.test, self.validation):
            pixels.sub_(mean.float()).div_(std.float())


class Group:
    """A cyclic group of pixel permutations: (g x)[p] = x[source[g][p]]; element k is the k-th power."""

    def __init__(self, name):
        grid = torch.arange(PIXELS).reshape(SIDE, SIDE)
        if name == "R4":
            self.source = torch.stack([torch.rot90(grid, k).reshape(-1) for k in range(4)])
        else:
            self.source = torch.stack([torch.roll(grid, k * SIDE // 3, 1).reshape(-1) for k in range(3)])
        self.name = name
        self.order = len(self.source)

    def orbits(self, images):
        """(|G|·N, P): all images under element 0, then all under element 1, ..."""
        return torch.cat([images.index_select(1, source) for source in self.source])


# --- Network ------------------------------------------------------------------------------------


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(PIXELS, 128)
        layers = []
        for _ in range(4):
            layers += [torch.nn.Linear(128, 128), torch.nn.ReLU()]
        self.rest = torch.nn.Sequential(*layers, torch.nn.Linear(128, CLASSES))

    def forward(self, x):
        return self.rest(F.relu(self.first(x)))


class TiedNetwork(Network):
    """Weight tying: the maximum of the first layer's responses over the orbit of the input."""

    def __init__(self, group):
        super().__init__()
        self.group = group

    def pooled(self, orbit):
        """`orbit` holds |G| blocks of B rows. The maximum may be taken before the ReLU: both are monotone."""
        responses = self.first(orbit).view(self.group.order, -1, 128)
        return self.rest(F.relu(responses.amax(0)))

    def forward(self, x):
        return self.pooled(self.group.orbits(x))


# --- Training -----------------------------------------------------------------------------------


class Training:
    """One network in training; `epoch` is what is timed."""

    def __init__(self, data, group, method, nu=1.0):
        torch.manual_seed(0)
        self.data, self.group, self.method, self.nu = data, group, method, nu
        self.network = TiedNetwork(group) if method == "WT" else Network()
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=8e-4, fused=True)
        self.orbits = group.orbits(data.train)
        drawn = torch.randint(group.order, (VALIDATION,))
        self.validation = group.orbits(data.validation)[drawn * VALIDATION + torch.arange(VALIDATION)]

    def epoch(self):
        order = torch.randperm(TRAIN)
        elements = torch.randint(self.group.order, (TRAIN,))
        for begin in range(0, TRAIN, BATCH):
            rows, drawn = order[begin : begin + BATCH], elements[begin : begin + BATCH]
            self.optimiser.zero_grad(set_to_none=True)
            self.loss(rows, drawn).backward()
            self.optimiser.step()
        with torch.no_grad():
            predicted = self.network(self.validation).argmax(1)
            return (predicted == self.data.validation_labels).float().mean().item()

    def loss(self, rows, drawn):
        labels = self.data.train_labels[rows]
        order = self.group.order
        if self.method == "DA":
            return F.cross_entropy(self.network(self.orbits.index_select(0, drawn * TRAIN + rows)), labels)
        # The orbit of gx: for IR block k is k·g, for WT it is k⁻¹·g; as sets of blocks the same.
        blocks = torch.cat([(drawn + k) % order * TRAIN + rows for k in range(order)])
        inputs = self.orbits.index_select(0, blocks)
        if self.method == "WT":
            return F.cross_entropy(self.network.pooled(inputs), labels)
        logits = self.network(inputs).view(order, -1, CLASSES)
        errors = (logits[:1] - logits[1:]).square().sum(2)
        return F.cross_entropy(logits[0], labels) + self.nu * 0.5 * errors.mean()


# --- Attribution --------------------------------------------------------------------------------


class Saliency:
    """Saliency invariance of some test images: integrated gradients of the label's logit, threshold,
    realignment, blur, cosine; paths of several images in one batch."""

    def __init__(self, network, group, images, labels, at_once):
        self.network, self.group, self.images, self.labels = network, group, images, labels
        self.at_once = at_once
        self.alphas = ((torch.arange(STEPS) + 0.5) / STEPS).view(1, STEPS, 1)
        line = torch.tensor(BLUR)
        self.kernel = (line[:, None] * line[None, :]).view(1, 1, 3, 3)
        self.inverse = torch.stack([torch.argsort(source) for source in group.source])
        for parameter in network.parameters():
            parameter.requires_grad_(False)

    def maps(self, images, labels):
        points = (self.alphas * images[:, None, :]).reshape(-1, PIXELS).requires_grad_()
        logits = self.network(points).gather(1, labels.repeat_interleave(STEPS)[:, None]).sum()
        (gradient,) = torch.autograd.grad(logits, points)
        maps = (gradient.view(-1, STEPS, PIXELS).mean(1) * images).abs_()
        return maps * (maps >= THRESHOLD * maps.amax(1, keepdim=True))

    def measure(self):
        """SI of the images, mean over g ≠ e."""
        blurred = []
        for g in range(self.group.order):
            moved = self.images.index_select(1, self.group.source[g])
            maps = torch.cat([
                self.maps(moved[i : i + self.at_once], self.labels[i : i + self.at_once])
                for i in range(0, len(moved), self.at_once)
            ])
            maps = maps.index_select(1, self.inverse[g]).view(-1, 1, SIDE, SIDE)
            blurred.append(F.conv2d(maps, self.kernel, padding=1).flatten(1))
        cosines = [F.cosine_similarity(blurred[0], other, dim=1) for other in blurred[1:]]
        return torch.stack(cosines).mean().item()


# --- Measuring ----------------------------------------------------------------------------------


class Bench:
    def __init__(self, quick, sweep, as_json):
        self.least, self.seconds = (2, 0.2) if quick else (5, 3.0)
        self.sweep, self.as_json = sweep, as_json
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

    def ours(self, name):
        """The same row of `sweep bench`, measured now; None where it cannot be."""
        if not self.sweep:
            return None
        command = [self.sweep, "bench", "--json", "--quick", "--filter", name]
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode != 0:
            return None
        rows = json.loads(answer.stdout)["rows"]
        return next((row["value"] for row in rows if row["name"] == name), None)

    def row(self, name, unit, work, convert, note=None, faster_is_larger=False):
        before = self.ours(name)
        values = [convert(seconds) for seconds in self.times(work)]
        after = self.ours(name)
        median = statistics.median(values)
        gain = None
        if before and after:
            mine = (before + after) / 2
            gain = mine / median if faster_is_larger else median / mine
        self.add(name, unit, values, gain, note)
        return median

    def add(self, name, unit, values, gain=None, note=None):
        median = statistics.median(values)
        row = {
            "name": f"pytorch/{name}", "value": median, "unit": unit, "bound": None, "ratio": None,
            "median": median, "min": min(values), "max": max(values), "repetitions": len(values),
            "note": note, "gain": gain,
        }  # fmt: skip
        self.rows.append(row)
        if not self.as_json:
            spread = f"{min(values):.4g} … {max(values):.4g}" if len(values) > 1 else ""
            against = f"  sweep is {gain:.1f} times as fast" if gain else ""
            print(f"{row['name']:<20} {median:>9.4g} {unit:<10} {spread:>19}{against}", flush=True)


def cpu_name():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown CPU"


def one_core():
    """Bind to the first core, as the lanes of sweep are bound; None where that cannot be."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    first = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {first})
    return first


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="one JSON object, rows as of `sweep bench --json`")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--sweep", metavar="PROGRAM", help="measure its rows before and after, and show the gain")
    parser.add_argument(
        "--images", type=int, default=4, help="images whose paths make one batch of attribution (default: 4)"
    )
    options = parser.parse_args()

    core = one_core()
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    machine = {
        "cpu": cpu_name(), "python": platform.python_version(), "torch": torch.__version__,
        "kernels": torch.backends.cpu.get_cpu_capability(), "threads": 1, "core": core,
    }  # fmt: skip
    if not options.json:
        print(f"{machine['cpu']}, PyTorch {torch.__version__} ({machine['kernels']}), one thread, core {core}\n")

    data = Data()
    bench = Bench(options.quick, options.sweep, options.json)
    table = 0.0
    for group in (Group("R4"), Group("T3")):
        suffix = "" if group.name == "R4" else f"-{group.name}"
        networks = {}
        for method in METHODS:
            training = Training(data, group, method)
            milliseconds = bench.row(f"epoch{suffix}/{method}", "ms", training.epoch, lambda s: s * 1e3)
            table += 4 * 300 * milliseconds / 1e3
            networks[method] = training.network
        for method, name in (("DA", f"SI{suffix}"), ("WT", f"SI{suffix}-WT")):
            samples = 64
            saliency = Saliency(
                networks[method], group, data.test[:samples], data.test_labels[:samples], options.images
            )
            per_second = bench.row(
                name, "samples/s", saliency.measure, lambda s: samples / s, faster_is_larger=True,
                note=f"{STEPS} steps, {options.images} images at once",
            )  # fmt: skip
            if name == "SI":
                maps = samples * group.order
                bench.row("SI/map", "µs", saliency.measure, lambda s: s * 1e6 / maps)
            # Four seeds of one cell (WT) or of two (DA, IR).
            table += 4 * (1 if method == "WT" else 2) * TEST / per_second
    bench.add(
        "table1", "h", [table / 3600],
        note="estimate: 4 seeds x 6 cells x (300 epochs + SI of 50,000 samples); accuracy, LI, DI and the search for ν are left out",
    )  # fmt: skip
    if options.json:
        print(json.dumps({"program": f"pytorch {torch.__version__}", "machine": machine, "rows": bench.rows}, indent=2))


if __name__ == "__main__":
    main()
