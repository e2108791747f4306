"""What augmented and regularised networks do on whole orbits, where the paper shows single ones (its figures 1 to 3).

Reads the networks of a results folder and measures them on some test images in PyTorch, by an implementation that shares no
code with sweep. Per network:

    kept            images that are given one class under every element of the group, %
    right           images that are given their own class under every element, %
    SI, DI          of all images, mean; DI in nats
    …_right         of those that are right under every element: SI; DI, mean and median; far
    far             distance from x to gx behind the last ReLU, over that between two images of one class: medians, g ≠ e
    within          gx, g ≠ e, with most of the ten nearest other test images, untransformed, in their own class, %

    SWEEP_DATA=… python3 orbits.py RESULTS [SAMPLES]
"""

import csv
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

from data import Group
from results import read, test_images
from saliency import Saliency

NEIGHBOURS = 10


def latent(network, group, images):
    """(|G|, N, width): activations behind the last ReLU."""
    with torch.no_grad():
        return torch.stack([network[:-1](images.index_select(1, source)) for source in group.source])


def class_distance(own, labels):
    """The median distance between two images of one class."""
    distances = torch.cdist(own, own)
    pairs = (labels[:, None] == labels[None, :]).triu(1)
    return distances[pairs].median().item()


def within_class(own, moved, labels):
    """Which of `moved` have most of their nearest images, without the one that they come from, in their class."""
    distances = torch.cdist(moved, own).fill_diagonal_(float("inf"))
    nearest = distances.topk(NEIGHBOURS, largest=False).indices
    return (labels[nearest] == labels[:, None]).float().mean(1) > 0.5


def divergences(logits):
    """(N): the Kullback-Leibler divergence of the predictions on x and gx in nats, mean over g ≠ e."""
    logs = F.log_softmax(logits.double(), 2)
    return (logs[0].exp() * (logs[0] - logs[1:])).sum(2).mean(0)


def measure(network, group, images, labels):
    z = latent(network, group, images)
    with torch.no_grad():
        logits = network[-1](z)
        predicted = logits.argmax(2)
    di = divergences(logits)
    kept = (predicted == predicted[0]).all(0)
    right = (predicted == labels).all(0)
    si = Saliency(network, group, images, labels, at_once=4).of_each()
    unit = class_distance(z[0], labels)
    far = torch.stack([(z[0] - other).norm(dim=1) for other in z[1:]]) / unit
    within = torch.stack([within_class(z[0], other, labels) for other in z[1:]])
    return {
        "kept_percent": kept.float().mean().item() * 100,
        "right_percent": right.float().mean().item() * 100,
        "SI": si.mean().item(),
        "SI_right": si[right].mean().item(),
        "DI_nats": di.mean().item(),
        "DI_right_nats": di[right].mean().item(),
        "DI_right_median_nats": di[right].median().item(),
        "far": far.median().item(),
        "far_right": far[:, right].median().item(),
        "within_percent": within.float().mean().item() * 100,
    }


def main():
    folder = Path(sys.argv[1])
    samples = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    torch.set_num_threads(1)
    with open(folder / "jobs.csv", newline="") as table:
        # Weight tying keeps every orbit together by its architecture; probes of a search have no test split.
        jobs = [job for job in csv.DictReader(table) if job["method"] != "WT" and job["test_accuracy_percent"]]
    isfirst = True
    for job in jobs:
        network, facts = read(folder / "models" / f"{job['id']}.safetensors")
        images, labels = test_images(folder, facts, samples)
        row = {name: job[name] for name in ("group", "method", "nu", "seed")}
        row |= {name: f"{value:.5g}" for name, value in measure(network, Group(job["group"]), images, labels).items()}
        if isfirst:
            print(",".join(row))
        isfirst = False
        print(",".join(row.values()), flush=True)


main()
