"""MNIST as the sweeps prepare it, and the groups that act on it."""

import gzip
import os
import sys
from pathlib import Path

import numpy as np
import torch

SIDE = 36
PIXELS = SIDE * SIDE
CLASSES = 9
TRAIN, TEST, VALIDATION = 10_000, 50_000, 2_000


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
    """Normalised splits, float32: train (10,000), validation (2,000), and 512 test images, which are
    enough to measure attribution on."""

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
