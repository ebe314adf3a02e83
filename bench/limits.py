#!/usr/bin/env python3
"""What the machine and the networks allow: limits.py MODELS_DIR → JSON

Multiply-adds of every network (convolutions and matrix products of the ONNX graph), what one core reaches in a large matrix product in
float32, what it reads from memory per second, and the versions of the other pipeline's libraries.
"""
import importlib.metadata
import json
import math
import os
import pathlib
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import onnx

PACKAGES = ("image-gate", "film-quality", "chest-findings", "chest-anatomy")


def shapes_of(graph):
    known = {tensor.name: list(tensor.dims) for tensor in graph.initializer}
    for value in [*graph.value_info, *graph.input, *graph.output]:
        known[value.name] = [d.dim_value for d in value.type.tensor_type.shape.dim]
    return known


def multiply_adds(path):
    graph = onnx.shape_inference.infer_shapes(onnx.load(path)).graph
    shapes, total = shapes_of(graph), 0
    for node in graph.node:
        if node.op_type in ("Conv", "ConvTranspose"):
            weights = shapes[node.input[1]]  # [out, in / groups, height, width]; for the transposed: [in, out / groups, …]
            pixels = shapes[node.output[0] if node.op_type == "Conv" else node.input[0]]
            total += math.prod(pixels) * math.prod(weights[1:])
        elif node.op_type in ("Gemm", "MatMul"):
            inner = shapes[node.input[0]][-1]
            total += math.prod(shapes[node.output[0]]) * inner
    return total


def best_of(times, work):
    best = math.inf
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main():
    models = pathlib.Path(sys.argv[1])
    side = 1024
    a, b = (np.random.Generator(np.random.PCG64(seed)).random((side, side), dtype=np.float32) for seed in (1, 2))
    plain = np.ones(16 << 20, np.uint64)  # 128 MB: more than any cache
    packages = ("pydicom", "numpy", "opencv-python-headless", "onnxruntime", "pylibjpeg-openjpeg", "pyjpegls")
    print(json.dumps({
        "multiply_adds": {name: multiply_adds(models / name / "model.onnx") for name in PACKAGES},
        "core_gflops": 2 * side**3 / best_of(10, lambda: a @ b) / 1e9,
        "core_read_gb_per_s": plain.nbytes / best_of(5, plain.sum) / 1e9,
        "versions": {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in packages},
    }))


main()
