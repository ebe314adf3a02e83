#!/usr/bin/env python3
"""Writes the two tiny networks of the model room's tests, and the outputs that NumPy computes for the canary input.

Needs the Python packages onnx and numpy; run it only to change the networks:  python3 make_networks.py
NumPy, in float64, is the oracle: it shares no code with the engine that the tests run.
"""

import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZE = 32
HERE = pathlib.Path(__file__).parent


def weights(*shape, phase):
    """Smooth, reproducible, of order 0.3."""
    count = int(np.prod(shape))
    return (0.3 * np.sin(1.7 * np.arange(count) + phase)).reshape(shape).astype(np.float32)


def convolve(x, kernel, bias, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    outputs, _, kh, kw = kernel.shape
    rows, columns = (x.shape[1] - kh) // stride + 1, (x.shape[2] - kw) // stride + 1
    y = np.zeros((outputs, rows, columns))
    for r in range(rows):
        for c in range(columns):
            patch = x[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
            y[:, r, c] = np.tensordot(kernel.astype(np.float64), patch, axes=3) + bias
    return y


def conv_node(source, target, name, pad=0, stride=1):
    return helper.make_node("Conv", [source, f"{name}.weight", f"{name}.bias"], [target], name=name,
                            pads=[pad] * 4, strides=[stride] * 2)


def save(file, nodes, outputs, tensors):
    graph = helper.make_graph(
        nodes, "tiny",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, SIZE, SIZE])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        [numpy_helper.from_array(value, name) for name, value in tensors.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8, producer_name="roentgen")
    onnx.checker.check_model(model, full_check=True)
    (HERE / file).write_bytes(model.SerializeToString())


def main():
    i, j = np.mgrid[0:SIZE, 0:SIZE]
    image = np.sin(0.05 * i + 0.07 * j)[None]
    stem = {"stem.weight": weights(4, 1, 3, 3, phase=0.1), "stem.bias": weights(4, phase=0.2)}
    hidden = np.maximum(convolve(image, stem["stem.weight"], stem["stem.bias"].reshape(4), 2, 1), 0)

    # Classifier with exact class activation maps: logits = spatial mean of maps + bias.
    head = {"maps.weight": weights(2, 4, 1, 1, phase=0.3), "maps.bias": np.zeros(2, np.float32),
            "bias": weights(1, 2, phase=0.4)}
    maps = convolve(hidden, head["maps.weight"], head["maps.bias"])
    save("tiny_classifier.onnx",
         [conv_node("image", "stem", "stem", 1, 2), helper.make_node("Relu", ["stem"], ["hidden"]),
          helper.make_node("GlobalAveragePool", ["hidden"], ["pooled"]), helper.make_node("Flatten", ["pooled"], ["features"]),
          conv_node("hidden", "maps", "maps"), helper.make_node("GlobalAveragePool", ["maps"], ["mean"]),
          helper.make_node("Flatten", ["mean"], ["flat"]), helper.make_node("Add", ["flat", "bias"], ["logits"])],
         [("logits", [1, 2]), ("maps", [1, 2, 16, 16]), ("features", [1, 4])], stem | head)
    logits = maps.mean(axis=(1, 2)) + head["bias"][0]

    # A classifier of 1.5 kB with a tensor of 31,745 x 31,745 numbers inside: what no machine should be asked to hold.
    blow = {"blow.weight": weights(1, 1, 1, 1, phase=0.7)}
    save("bomb_classifier.onnx",
         [helper.make_node("ConvTranspose", ["image", "blow.weight"], ["huge"], strides=[1024, 1024]),
          helper.make_node("GlobalMaxPool", ["huge"], ["peak"]), helper.make_node("Flatten", ["peak"], ["one"]),
          conv_node("image", "stem", "stem", 1, 2), helper.make_node("Relu", ["stem"], ["hidden"]),
          helper.make_node("GlobalAveragePool", ["hidden"], ["pooled"]), helper.make_node("Flatten", ["pooled"], ["features"]),
          conv_node("hidden", "maps", "maps"), helper.make_node("GlobalAveragePool", ["maps"], ["mean"]),
          helper.make_node("Flatten", ["mean"], ["flat"]), helper.make_node("Add", ["flat", "one"], ["logits"])],
         [("logits", [1, 2]), ("maps", [1, 2, 16, 16]), ("features", [1, 4])],
         stem | {"maps.weight": head["maps.weight"], "maps.bias": head["maps.bias"]} | blow)

    # Segmenter: background and two structures.
    classes = {"classes.weight": weights(3, 4, 3, 3, phase=0.5), "classes.bias": weights(3, phase=0.6)}
    stem1 = np.maximum(convolve(image, stem["stem.weight"], stem["stem.bias"].reshape(4), 1, 1), 0)
    scores = convolve(stem1, classes["classes.weight"], classes["classes.bias"], 1, 1)
    save("tiny_segmenter.onnx",
         [conv_node("image", "stem", "stem", 1), helper.make_node("Relu", ["stem"], ["hidden"]),
          conv_node("hidden", "scores", "classes", 1),
          helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1)],
         [("probabilities", [1, 3, SIZE, SIZE])], stem | classes)
    softmax = np.exp(scores - scores.max(axis=0))
    softmax /= softmax.sum(axis=0)

    # Flat samples with a stride, so that the whole of an output is looked at in a few numbers.
    expected = {name: {"count": value.size, "stride": stride, "values": [float(f"{v:.7g}") for v in value.ravel()[::stride]]}
                for name, value, stride in [("logits", logits, 1), ("maps", maps, 37), ("features", hidden.mean(axis=(1, 2)), 1),
                                            ("probabilities", softmax, 101)]}
    (HERE / "numpy_outputs.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
