"""All rows of one configuration of PyTorch."""

import statistics

import torch
import torch.nn.functional as F

import table1
from data import Group
from network import METHODS, Training
from saliency import STEPS, Saliency

SAMPLES = 64


def products(bench):
    """How fast the linear layers of a batch are: PyTorch's name for the CPU's instructions does not
    say which its matrix product uses."""
    for rows, inputs, outputs in ((512, 128, 128), (512, 1296, 128)):
        activations, weights = torch.rand(rows, inputs) - 0.5, torch.rand(outputs, inputs) - 0.5

        def work():
            for _ in range(20):
                F.linear(activations, weights)

        name = f"{rows}x{inputs}x{outputs}"
        rate = 20 * rows * inputs * outputs / 1e9
        bench.add(f"product/{name}", "GMAC/s", [rate / seconds for seconds in bench.times(work)])


class Contest:
    def __init__(self, bench, data, images, hours):
        """
        - images: whose paths make one batch of attribution.
        - hours: the program's of Table 1, if known.
        """
        self.bench, self.data, self.images, self.hours = bench, data, images, hours
        #: Seconds of an epoch and samples per second of SI, by group and method.
        self.cells = {}

    def run(self):
        for group in (Group("R4"), Group("T3")):
            # The program's bench measures R4; its T3 stands in the estimate of Table 1.
            suffix = "" if group.name == "R4" else f"-{group.name}"
            trained = {method: self.train(group, method, suffix) for method in METHODS}
            rates = {method: self.attribute(trained[method][0], group, method, suffix) for method in ("DA", "WT")}
            for method in METHODS:
                self.cells[group.name, method] = (trained[method][1], rates["WT" if method == "WT" else "DA"])
        self.estimate()

    def train(self, group, method, suffix):
        """- Returns: the network, and the median seconds of an epoch."""
        training, name = Training(self.data, group, method), f"epoch{suffix}/{method}"
        seconds, ours = self.bench.in_turn(training.epoch, None if suffix else name)
        median = statistics.median(seconds)
        self.bench.add(name, "ms", [s * 1e3 for s in seconds], gain=median * 1e3 / ours if ours else None)
        return training.network, median

    def attribute(self, network, group, method, suffix):
        """- Returns: the median samples per second."""
        images, labels = self.data.test[:SAMPLES], self.data.test_labels[:SAMPLES]
        saliency = Saliency(network, group, images, labels, self.images)
        note = f"{STEPS} steps, {self.images} images at once"
        name = f"SI{suffix}" if method == "DA" else f"SI{suffix}-{method}"
        maps = SAMPLES * group.order
        # One measuring makes both rows.
        seconds, ours = self.bench.in_turn(saliency.measure, "SI/map" if name == "SI" else None)
        gain = statistics.median(seconds) * 1e6 / maps / ours if ours else None
        if name == "SI":
            self.bench.add("SI/map", "µs", [s * 1e6 / maps for s in seconds], gain, note)
        return self.bench.add(name, "samples/s", [SAMPLES / s for s in seconds], gain, note)

    def estimate(self):
        theirs = table1.hours(self.cells)
        self.bench.add("table1", "h", [theirs], theirs / self.hours if self.hours else None, table1.NOTE)
