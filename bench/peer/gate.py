"""May this picture be read? Tags first, then grey values, then the gate's network."""
import cv2
import numpy as np

MODALITIES = {"CR", "DX", "RG", "XR", ""}
REFUSED_VIEWS = {"LL", "RL", "LLAT", "RLAT", "LATERAL", "LAT"}


def calibrated(logits, labels):
    slope = np.array([label["calibration"]["slope"] for label in labels])
    intercept = np.array([label["calibration"]["intercept"] for label in labels])
    return 1 / (1 + np.exp(-(slope * logits.astype(np.float64) + intercept)))


def distance(features, reference):
    deviation = np.maximum(np.asarray(reference["deviation"], np.float64), 1e-6)
    return float(np.sqrt(np.mean(((features - np.asarray(reference["mean"], np.float64)) / deviation) ** 2)))


def judge_tags(film):
    reasons = []
    if film.get("Modality", "") not in MODALITIES:
        reasons.append(("wrong_modality", "Only projection radiographs are read."))
    part = str(film.get("BodyPartExamined", "")).upper()
    if part and not any(word in part for word in ("CHEST", "THORA", "LUNG")):
        reasons.append(("wrong_body_part", f"The file says the body part is {part}, not the chest."))
    if film.get("ViewPosition", "") in REFUSED_VIEWS:
        reasons.append(("lateral_view", "The file says this is a lateral view; only frontal views are read."))
    return reasons


def judge_picture(display):
    if min(display.shape) < 128:
        return [("too_small", "The picture is too small.")]
    counts = cv2.calcHist([display], [0], None, [65536], [0, 65536]).ravel().astype(np.int64)
    below = np.cumsum(counts)
    low, high = (int(np.searchsorted(below, share * (display.size - 1), side="right")) for share in (0.005, 0.995))
    if (high - low) / 65535 < 0.03:
        return [("blank", "The picture is blank: its grey values hardly differ.")]
    reasons = []
    if counts[-257:].sum() / display.size > 0.40:
        reasons.append(("saturated_white", "Too much of the picture is plain white."))
    if counts[:257].sum() / display.size > 0.90:
        reasons.append(("saturated_black", "Too much of the picture is plain black."))
    if int((counts.reshape(256, 256).sum(axis=1) > 0).sum()) < 24:
        reasons.append(("few_grey_levels", "The picture has too few grey levels for a radiograph."))
    return reasons


def judge_network(gate, plane):
    labels = gate.card["labels"]
    logits, features = gate.run(plane, ["logits", "features"])
    probabilities = calibrated(logits, labels)
    frontal = next(i for i, label in enumerate(labels) if label["name"] == "frontal_chest")
    if probabilities[frontal] < labels[frontal]["threshold"]:
        return [("not_a_frontal_chest", "This does not look like a frontal chest radiograph.")]
    return judge_distance(gate, features)


def judge_distance(network, features):
    reference = network.card.get("reference")
    if not reference:
        return []
    far = distance(features, reference)
    if far <= reference["largest_distance"]:
        return []
    return [("far_from_training_data", f"The picture is far from what the model was trained on ({far:.2f}).")]
