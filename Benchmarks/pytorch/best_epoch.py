"""How large DA's logit invariance is at the epoch that validation keeps, by an implementation of its own.

Trains the paper's network by data augmentation under T3 or R4 in PyTorch, shares no code with sweep, and reads
only the MNIST files and the indices of a results folder's splits. Prints, per seed, LI and accuracy on the
test split at the best epoch (the later of equals) and after the last.

    python3 best_epoch.py MNIST_FOLDER RESULTS/splits.safetensors GROUP FIRST_SEED LAST_SEED
"""
import gzip
import sys

import numpy as np
import torch
from safetensors.numpy import load_file

CLASSES, EPOCHS, BATCH = 9, 300, 512
ORDERS = {"T3": 3, "R4": 4}


def read(folder, name, header):
    return np.frombuffer(gzip.open(f"{folder}/{name}-ubyte.gz").read(), np.uint8, offset=header)


def moved(images, group, k):
    """Element k of the group."""
    return torch.roll(images, 12 * k, dims=-1) if group == "T3" else torch.rot90(images, k, dims=(-2, -1))


def data(folder, indices):
    names = [("train-images-idx3", "train-labels-idx1"), ("t10k-images-idx3", "t10k-labels-idx1")]
    images = np.concatenate([read(folder, images, 16).reshape(-1, 28, 28) for images, _ in names])
    labels = np.concatenate([read(folder, labels, 8) for _, labels in names])
    pixels = np.pad(images, ((0, 0), (4, 4), (4, 4))) / 255.0
    train = pixels[indices["train"]]
    mean, std = train.mean(), train.std()
    return {
        name: (torch.tensor((pixels[rows] - mean) / std, dtype=torch.float32), torch.tensor(labels[rows].astype(np.int64)))
        for name, rows in indices.items()
    }


def network():
    sizes = [36 * 36, 128, 128, 128, 128, 128, CLASSES]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layer = torch.nn.Linear(inputs, outputs)
        for parameter in layer.parameters():
            torch.nn.init.uniform_(parameter, -inputs**-0.5, inputs**-0.5)
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


@torch.no_grad()
def measure(net, group, images, labels):
    logits = [net(moved(images, group, k).flatten(1)) for k in range(ORDERS[group])]
    accuracy = np.mean([(one.argmax(1) == labels).float().mean().item() for one in logits])
    return accuracy, np.mean([((logits[0] - one) ** 2).sum(1).mean().item() / 2 for one in logits[1:]])


def run(group, seed, splits):
    torch.manual_seed(seed)
    images, labels = splits["train"]
    net = network()
    optimiser = torch.optim.Adam(net.parameters(), lr=8e-4)
    held, held_labels = splits["validation"]
    elements = torch.randint(0, ORDERS[group], (len(held),)).tolist()
    held = torch.stack([moved(image, group, k) for image, k in zip(held, elements)]).flatten(1)
    best = -1.0
    for epoch in range(1, EPOCHS + 1):
        order, drawn = torch.randperm(len(images)), torch.randint(0, ORDERS[group], (len(images),))
        for start in range(0, len(images), BATCH):
            rows = order[start : start + BATCH]
            batch = images[rows]
            for k in range(1, ORDERS[group]):
                own = drawn[rows] == k
                batch[own] = moved(batch[own], group, k)
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(net(batch.flatten(1)), labels[rows]).backward()
            optimiser.step()
        with torch.no_grad():
            accuracy = (net(held).argmax(1) == held_labels).float().mean().item()
        if accuracy >= best:
            best, kept = accuracy, epoch
            state = {name: value.clone() for name, value in net.state_dict().items()}
    last = measure(net, group, *splits["test"])
    net.load_state_dict(state)
    return kept, *measure(net, group, *splits["test"]), *last


def main():
    folder, splits, group, first, final = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])
    torch.set_num_threads(1)
    prepared = data(folder, load_file(splits))
    found = []
    for seed in range(first, final + 1):
        kept, accuracy, error, last_accuracy, last_error = run(group, seed, prepared)
        found.append((error, last_error))
        print(
            f"seed {seed}: best epoch {kept}, accuracy {accuracy:.4f}, LI {error:.1f}; "
            f"after epoch {EPOCHS} {last_accuracy:.4f}, {last_error:.1f}",
            flush=True,
        )
    if len(found) > 1:
        for name, values in zip(["best epoch", f"epoch {EPOCHS}"], np.array(found).T):
            print(f"LI at the {name}: {values.mean():.1f} ± {values.std(ddof=1):.1f} over {len(values)} seeds")


main()
