"""One package's network in ONNX Runtime: peer.py IMAGES THREADS PACKAGE; prints the JSON of serving-bench."""
import json
import pathlib
import resource
import statistics
import sys
import time

import numpy as np
import onnxruntime as ort


def main():
    images, threads, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    card = json.loads((folder / "card.json").read_bytes())
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    session = ort.InferenceSession(str(folder / card["weights"]["file"]), options, providers=["CPUExecutionProvider"])
    load = (time.perf_counter() - start) * 1000
    size = card["input"]["size"]
    i, j = np.mgrid[0:size, 0:size]
    image = np.sin(0.05 * i + 0.07 * j).astype(np.float32)[None, None]
    wall, processor = [], []
    for n in range(images + 2):
        w, p = time.perf_counter(), time.process_time()
        session.run(None, {"image": image})
        if n >= 2:
            wall.append((time.perf_counter() - w) * 1000)
            processor.append((time.process_time() - p) * 1000)
    print(json.dumps({"packages": [{"name": card["name"], "load_ms": load, "wall_ms": statistics.median(wall),
                                    "processor_ms": statistics.median(processor)}],
                      "before_kib": before, "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


main()
