"""Networks and test images of a results folder that sweep left."""

import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import load_file

from data import PIXELS, read_idx


def test_images(folder, facts, samples):
    """Normalised as the network's metadata tells."""
    if facts["dataset"] != "mnist":
        sys.exit(f"a network of {facts['dataset']}: only those of mnist are measured here")
    rows = load_file(folder / "splits.safetensors")["test"][:samples]
    images, labels = (
        np.concatenate([read_idx(f"{part}-{kind}-ubyte") for part in ("train", "t10k")])[rows]
        for kind in ("images-idx3", "labels-idx1")
    )
    pad = int(facts["pad"])
    pixels = np.pad(images, ((0, 0), (pad, pad), (pad, pad))).reshape(len(rows), PIXELS) / 255
    pixels = (pixels - float(facts["mean"])) / float(facts["std"])
    return torch.tensor(pixels, dtype=torch.float32), torch.tensor(labels.astype(np.int64))


def read(path):
    with safe_open(path, "pt") as file:
        facts = file.metadata()
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    layers = []
    for place in range(len(tensors) // 2):
        weight = tensors[f"layer{place}.weight"]
        layer = torch.nn.Linear(*weight.shape[::-1])
        layer.load_state_dict({"weight": weight, "bias": tensors[f"layer{place}.bias"]})
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1]), facts
