"""Saliency invariance by integrated gradients."""

import torch
import torch.nn.functional as F

from data import PIXELS, SIDE
from network import TiedNetwork

STEPS = 50
THRESHOLD = 0.9
BLUR = (0.27406862, 0.45186276, 0.27406862)


class Saliency:
    """Saliency invariance of some test images: integrated gradients of the label's logit, threshold,
    realignment, blur, cosine; paths of `at_once` images in one batch."""

    def __init__(self, network, group, images, labels, at_once):
        self.network, self.group, self.images, self.labels = network, group, images, labels
        self.at_once = at_once
        self.alphas = ((torch.arange(STEPS) + 0.5) / STEPS).view(1, STEPS, 1)
        line = torch.tensor(BLUR)
        self.kernel = (line[:, None] * line[None, :]).view(1, 1, 3, 3)
        self.inverse = torch.stack([torch.argsort(source) for source in group.source])
        for parameter in network.parameters():
            parameter.requires_grad_(False)

    def gradients(self, network, images, labels):
        """The mean gradient along the path of every row of `images`: (N,P), or (|G|·N,P) for orbits."""
        points = (self.alphas * images[:, None, :]).reshape(-1, PIXELS).requires_grad_()
        logits = network(points).gather(1, labels.repeat_interleave(STEPS)[:, None]).sum()
        (gradient,) = torch.autograd.grad(logits, points)
        return gradient.view(-1, STEPS, PIXELS).mean(1)

    def maps(self, images, labels):
        if isinstance(self.network, TiedNetwork):
            # The orbit of a path is the paths of the orbit: gathering images, not 50 points of each,
            # and moving mean gradients back.
            blocks = self.gradients(self.network.pooled, self.group.orbits(images), labels)
            blocks = blocks.view(self.group.order, -1, PIXELS)
            gradient = sum(block.index_select(1, back) for block, back in zip(blocks, self.inverse))
        else:
            gradient = self.gradients(self.network, images, labels)
        maps = (gradient * images).abs_()
        return maps * (maps >= THRESHOLD * maps.amax(1, keepdim=True))

    def measure(self):
        """SI of the images, mean over g ≠ e."""
        return self.of_each().mean().item()

    def of_each(self):
        """(N): the cosine of each image, mean over g ≠ e."""
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
        return torch.stack(cosines).mean(0)
