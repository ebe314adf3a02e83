"""The packages in ONNX Runtime, and a picture as their input."""
import concurrent.futures
import hashlib
import json
import pathlib

import cv2
import numpy as np
import onnxruntime as ort

ROLES = {"gate": "image-gate", "quality": "film-quality", "findings": "chest-findings", "anatomy": "chest-anatomy"}


class Network:
    def __init__(self, folder, threads, optimized):
        folder = pathlib.Path(folder)
        self.card = json.loads((folder / "card.json").read_bytes())
        self.package_sha256 = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = 3
        model = folder / self.card["weights"]["file"]
        if optimized:  # the graph as the runtime has already optimised it for this processor, kept on disk
            kept = pathlib.Path(optimized) / f"{folder.name}-{self.package_sha256[:16]}.onnx"
            if kept.exists():
                options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
                model = kept
            else:
                kept.parent.mkdir(parents=True, exist_ok=True)
                options.optimized_model_filepath = str(kept)
        self.session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def run(self, plane, names):
        return [output[0] for output in self.session.run(names, {"image": plane[None, None]})]


def load(models, threads, optimized, side_by_side):
    def one(name):
        return Network(pathlib.Path(models) / name, threads, optimized)

    if not side_by_side:
        return {role: one(name) for role, name in ROLES.items()}
    with concurrent.futures.ThreadPoolExecutor(len(ROLES)) as pool:
        return dict(zip(ROLES, pool.map(one, ROLES.values())))


def prepare(display, spec):
    """The picture as input [size, size] in -1…1: area-averaged, two of its percentiles mapped to the ends."""
    size, (rows, columns) = spec["size"], display.shape
    if spec["fit"] == "stretch":
        to_rows = to_columns = size
    else:
        longest = max(rows, columns)
        to_rows, to_columns = (max(1, (2 * side * size + longest) // (2 * longest)) for side in (rows, columns))
    shrink = to_rows <= rows and to_columns <= columns
    picture = cv2.resize(display, (to_columns, to_rows), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)
    low, high = np.percentile(picture, [spec["low_percentile"], spec["high_percentile"]])
    slope = 2 / (high - low) if high - low >= 1 else 0
    values = np.clip((picture.astype(np.float32) - np.float32(low)) * np.float32(slope) - 1, -1, 1)
    if (to_rows, to_columns) == (size, size):
        return values
    plane = np.full((size, size), -1, np.float32)
    top, left = (size - to_rows) // 2, (size - to_columns) // 2
    plane[top:top + to_rows, left:left + to_columns] = values
    return plane


def working_size(display, longest):
    """(rows, columns) of the picture shrunk to this longest side."""
    side = max(display.shape)
    return display.shape if side <= longest else tuple(max(1, round(n * longest / side)) for n in display.shape)


def project(planes, card, size):
    """What a network said, [channels, h, w], over the whole picture: [channels, rows, columns]."""
    if card["input"]["fit"] != "stretch":
        raise SystemExit(f"{card['name']}: this pipeline projects stretched inputs only")
    return np.stack([cv2.resize(plane, size[::-1], interpolation=cv2.INTER_LINEAR) for plane in planes])
