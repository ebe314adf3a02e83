#!/usr/bin/env python3
"""Exports the foreign networks of the import's tests from PyTorch, and writes what PyTorch itself says of a picture.

    /usr/bin/python3 make_foreign.py [FOLDER]        needs Debian's python3-torch (made with 1.13)

The networks are small, of fixed seeds and never trained. PyTorch is the oracle: expected.json holds its scores, softmax and masks for
picture.png (64 x 64, grey levels 0 to 255), fed as the networks' authors would feed it.
"""
import json
import pathlib
import struct
import sys
import zlib

import torch
from torch import nn

HERE = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "foreign"
SIZE = 64


def picture():
    i, j = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    wave = torch.sin(0.19 * i + 0.07 * j) + torch.cos(0.11 * i * (1 + 0.02 * j))
    wave = (wave - wave.min()) / (wave.max() - wave.min())
    return (wave * 255).round().to(torch.uint8)


def write_png(path, grey):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(row.tolist()) for row in grey)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)) +
                     chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


class Pooled(nn.Module):
    """Convolutions, the mean over the picture, a linear layer: what most image classifiers are."""

    def __init__(self, channels, outputs, last=None, mean=False):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 12, 3, 2, 1), nn.ReLU6())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(12, outputs)
        self.last, self.mean = last, mean

    def forward(self, x):
        x = self.body(x)
        x = x.mean((2, 3)) if self.mean else torch.flatten(self.pool(x), 1)
        x = self.head(self.drop(x))
        return self.last(x) if self.last else x


class Flat(nn.Module):
    """Without a mean over the picture: no class activation maps."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 4, 3, 4, 1), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 16 * 16, 3))

    def forward(self, x):
        return self.body(x)


class Segments(nn.Module):
    def __init__(self, outputs, last=None):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 6, 3, 2, 1), nn.ReLU(), nn.ConvTranspose2d(6, 6, 2, 2), nn.ReLU(), nn.Conv2d(6, outputs, 3, 1, 1))
        self.last = last

    def forward(self, x):
        x = self.body(x)
        return self.last(x) if self.last else x


def seeded(make, seed):
    torch.manual_seed(seed)
    network = make()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.2, 0.2)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.normal_(module.weight, 0, 0.4)
    return network.eval()


def main():
    HERE.mkdir(exist_ok=True)
    grey = picture()
    write_png(HERE / "picture.png", grey)
    unit = (grey.float() / 255)[None, None]
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1), torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    rgb = (unit.repeat(1, 3, 1, 1) - mean) / deviation
    signed = unit * 2048 - 1024  # what some chest networks are fed
    any_size = {"x": {0: "batch", 2: "rows", 3: "columns"}, "y": {0: "batch"}}
    cases = [  # file, network, what it is fed, shape of the export's example, open sides
        ("grey.onnx", seeded(lambda: Pooled(1, 3), 1), signed, unit, None),
        ("colour.onnx", seeded(lambda: Pooled(3, 2, nn.Softmax(1)), 2), rgb, rgb, {"x": {0: "batch"}, "y": {0: "batch"}}),
        ("open.onnx", seeded(lambda: Pooled(1, 2, nn.Sigmoid(), mean=True), 3), unit, unit, any_size),
        ("flat.onnx", seeded(Flat, 4), unit, unit, None),
        ("classes.onnx", seeded(lambda: Pooled(1, 4), 5), unit, unit, None),
        ("outlines.onnx", seeded(lambda: Segments(3), 6), unit, unit, None),
        ("mask.onnx", seeded(lambda: Segments(1, nn.Sigmoid()), 7), unit, unit, None),
        # networks that cannot become a package
        ("two_channels.onnx", seeded(lambda: Pooled(2, 2), 8), unit.repeat(1, 2, 1, 1), unit.repeat(1, 2, 1, 1), None),
        ("oblong.onnx", seeded(lambda: Pooled(1, 2), 9), unit, unit[:, :, :48], None),
        ("batch.onnx", seeded(lambda: Pooled(1, 2), 10), unit, unit.repeat(4, 1, 1, 1), None),
    ]
    expected = {}
    for file, network, fed, example, open_sides in cases:
        torch.onnx.export(network, example, str(HERE / file), input_names=["x"], output_names=["y"], dynamic_axes=open_sides, opset_version=13)
        with torch.no_grad():
            said = network(fed)
        if file == "outlines.onnx":
            said = torch.softmax(said, 1)
        expected[file] = [round(float(v), 9) for v in said.flatten()[:: 97 if isinstance(network, Segments) else 1]]
    # the names a package's own inputs and outputs have, in another order
    torch.onnx.export(cases[0][1], unit, str(HERE / "names.onnx"), input_names=["logits"], output_names=["image"], opset_version=13)
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
