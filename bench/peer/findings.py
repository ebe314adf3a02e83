"""The findings network's output as findings: calibrated probability, decision, and boxes where the evidence lies."""
import cv2
import numpy as np

from gate import calibrated
from networks import project, working_size

HEAT_SIDE, LEVEL, LEAST_SHARE, MOST_REGIONS = 256, 0.5, 0.002, 3


def heat_of(activation, card, display):
    heat = project(activation[None], card, working_size(display, HEAT_SIDE))[0] - activation.mean()
    np.maximum(heat, 0, out=heat)
    strongest = heat.max()
    return heat / strongest if strongest > 0 else heat


def regions_of(heat, display):
    mask = (heat >= LEVEL).astype(np.uint8)
    ratio_y, ratio_x = display.shape[0] / heat.shape[0], display.shape[1] / heat.shape[1]
    regions = []
    for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, width, height = cv2.boundingRect(contour)
        if width * height < LEAST_SHARE * mask.size:
            continue
        corners = [[max(x * ratio_x - 0.5, 0), max(y * ratio_y - 0.5, 0)],
                   [min((x + width) * ratio_x - 0.5, display.shape[1] - 1), min((y + height) * ratio_y - 0.5, display.shape[0] - 1)]]
        regions.append({"shape": "box", "points": [[round(v, 1) for v in point] for point in corners],
                        "strength": round(float(heat[y:y + height, x:x + width].max()), 4)})
    return sorted(regions, key=lambda region: -region["strength"])[:MOST_REGIONS]


def judge_findings(card, logits, maps, display):
    findings = []
    for i, (label, probability) in enumerate(zip(card["labels"], calibrated(logits, card["labels"]))):
        probability, threshold = round(float(probability), 4), round(label["threshold"], 4)
        present = probability >= threshold
        findings.append({
            "label": label["name"], "title": label["title"], "model": card["name"], "raw_score": round(float(logits[i]), 4),
            "probability": probability, "threshold": threshold, "threshold_origin": label["threshold_origin"],
            "present": present, "heat_map": "heat_hit_rate" in label,
            "regions": regions_of(heat_of(maps[i], card, display), display) if present and "heat_hit_rate" in label else []})
        if "heat_hit_rate" in label:
            findings[-1]["heat_hit_rate"] = round(label["heat_hit_rate"]["value"], 2)
    return findings
