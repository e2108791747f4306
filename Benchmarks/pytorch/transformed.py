"""Whether it matters that invariance is measured from test images as they are, not from transformed ones.

Reads the augmented networks of a results folder and measures accuracy, LI, DI and SI on some test images in PyTorch, by an
implementation that shares no code with sweep: against the image as it is, as the tables have it, and against the image under
an element of the group drawn for it first.

    SWEEP_DATA=… python3 transformed.py RESULTS [SAMPLES]
"""

import csv
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import Group
from results import read, test_images
from saliency import Saliency


def measure(network, group, images, labels):
    """Accuracy in % over the orbit; LI, DI (nats) and SI against element 0, mean over the others."""
    with torch.no_grad():
        logits = [network(images.index_select(1, source)) for source in group.source]
    accuracy = np.mean([(one.argmax(1) == labels).float().mean().item() for one in logits]) * 100
    own = F.log_softmax(logits[0].double(), 1)
    li, di = [], []
    for other in logits[1:]:
        li.append((logits[0] - other).square().sum(1).mean().item() / 2)
        di.append(F.kl_div(F.log_softmax(other.double(), 1), own, log_target=True, reduction="batchmean").item())
    return accuracy, np.mean(li), np.mean(di), Saliency(network, group, images, labels, at_once=4).measure()


def main():
    folder = Path(sys.argv[1])
    samples = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    torch.set_num_threads(1)
    with open(folder / "jobs.csv", newline="") as table:
        jobs = [job for job in csv.DictReader(table) if job["method"] == "DA"]
    print("group,seed,test images,accuracy_percent,LI,DI_nats,SI")
    for job in jobs:
        network, facts = read(folder / "models" / f"{job['id']}.safetensors")
        group = Group(job["group"])
        images, labels = test_images(folder, facts, samples)
        drawn = torch.randint(group.order, (len(images),), generator=torch.Generator().manual_seed(int(job["seed"])))
        moved = images.gather(1, group.source[drawn])
        for name, own in (("as they are", images), ("transformed", moved)):
            values = ",".join(f"{value:.5g}" for value in measure(network, group, own, labels))
            print(f"{job['group']},{job['seed']},{name},{values}", flush=True)


main()
