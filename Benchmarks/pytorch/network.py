"""The networks 1296 -> 128 x 5 -> 9, and their training."""

import torch
import torch.nn.functional as F

from data import CLASSES, PIXELS, TRAIN, VALIDATION

METHODS = ("DA", "WT", "IR")
BATCH = 512


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


class Training:
    """One network in training; `epoch` is what is timed."""

    def __init__(self, data, group, method, nu=1.0):
        torch.manual_seed(0)
        self.data, self.group, self.method, self.nu = data, group, method, nu
        self.network = TiedNetwork(group) if method == "WT" else Network()
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=8e-4, fused=True)
        self.orbits = group.orbits(data.train)
        drawn = torch.randint(group.order, (VALIDATION,))
        validation = group.orbits(data.validation)[drawn * VALIDATION + torch.arange(VALIDATION)]
        # What validation feeds the network is the same in every epoch: WT's orbits too are gathered once.
        self.validation = group.orbits(validation) if method == "WT" else validation

    def epoch(self):
        """A shuffle, 20 steps, and the accuracy on the validation split."""
        order = torch.randperm(TRAIN)
        elements = torch.randint(self.group.order, (TRAIN,))
        for begin in range(0, TRAIN, BATCH):
            rows, drawn = order[begin : begin + BATCH], elements[begin : begin + BATCH]
            self.optimiser.zero_grad(set_to_none=True)
            self.loss(rows, drawn).backward()
            self.optimiser.step()
        return self.accuracy()

    def accuracy(self):
        predict = self.network.pooled if self.method == "WT" else self.network
        with torch.no_grad():
            predicted = predict(self.validation).argmax(1)
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
