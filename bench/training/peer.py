"""The same network, optimiser and precision in PyTorch: peer.py SIZE BATCH STEPS THREADS PRECISION LAYOUT; prints the JSON of training-bench.

The batch lies ready in memory: reading and changing films costs the peer nothing. LAYOUT: contiguous (PyTorch's default) or channels_last
(what its documentation recommends for convolutions).
"""
import json
import resource
import statistics
import sys
import time

import torch
from torch import nn

kRows = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


class ConvNorm(nn.Sequential):
    def __init__(self, inside, outside, kernel, stride=1, groups=1, relu=True):
        same = stride == 2  # TensorFlow's SAME: one more row and column at the end
        parts = [nn.ZeroPad2d((0, 1, 0, 1))] if same else []
        parts += [nn.Conv2d(inside, outside, kernel, stride, 0 if same else (kernel - 1) // 2, groups=groups, bias=False), nn.BatchNorm2d(outside)]
        super().__init__(*parts, *([nn.ReLU6()] if relu else []))


class Block(nn.Module):
    def __init__(self, inside, outside, expansion, stride):
        super().__init__()
        inner = inside * expansion
        parts = [ConvNorm(inside, inner, 1)] if expansion != 1 else []
        self.parts = nn.Sequential(*parts, ConvNorm(inner, inner, 3, stride, inner), ConvNorm(inner, outside, 1, relu=False))
        self.residual = stride == 1 and inside == outside

    def forward(self, x):
        return x + self.parts(x) if self.residual else self.parts(x)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        parts, channels = [ConvNorm(1, 32, 3, 2)], 32
        for expansion, outside, repeats, stride in kRows:
            for i in range(repeats):
                parts.append(Block(channels, outside, expansion, stride if i == 0 else 1))
                channels = outside
        self.trunk = nn.Sequential(*parts, ConvNorm(channels, 1280, 1))
        self.head = nn.Conv2d(1280, 1, 1)

    def forward(self, x):
        return self.head(nn.functional.dropout2d(self.trunk(x), 0.2, self.training)).mean((2, 3))


def main():
    size, batch, steps, threads = map(int, sys.argv[1:5])
    layout = torch.channels_last if sys.argv[6] == "channels_last" else torch.contiguous_format
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network().to(memory_format=layout).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=5e-4, weight_decay=1e-2)
    x = torch.randn(batch, 1, size, size).contiguous(memory_format=layout)
    truth = (torch.arange(batch) % 2).float()[:, None]
    took = []
    for step in range(steps + 2):
        start = time.perf_counter()
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=sys.argv[5] == "bfloat16"):
            logits = network(x)
        loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), truth)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        loss.item()
        if step >= 2:
            took.append((time.perf_counter() - start) * 1000)
    middle = statistics.median(took)
    print(json.dumps({"step_ms": middle, "loading_ms": 0, "images_per_s": 1000 * batch / middle,
                      "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


main()
