"""The anatomy network's probabilities as outlines and the cardiothoracic ratio, or why they are not believed."""
import cv2
import numpy as np

from networks import project, working_size

WORKING_SIDE = 512
PA_ONLY = "The usual limit of 0.5 holds for PA films only."


def largest_part(mask):
    """(one part without holes, share of the pixels that lay apart)"""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return mask, 0.0
    areas = stats[1:, cv2.CC_STAT_AREA]
    largest = int(areas.argmax())
    only = (parts == largest + 1).view(np.uint8)
    contours = cv2.findContours(only, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    return cv2.drawContours(only, contours, -1, 1, cv2.FILLED), 1 - float(areas[largest]) / float(areas.sum())


def winner_of(planes):
    """argmax over the channels; the first one wins where they are equal."""
    best, winner = planes[0].copy(), np.zeros(planes[0].shape, np.uint8)
    for k in range(1, len(planes)):
        cv2.copyTo(np.full_like(winner, k), cv2.compare(planes[k], best, cv2.CMP_GT), winner)
        cv2.max(planes[k], best, best)
    return winner


def structures_of(card, probabilities, size):
    planes = project(probabilities, card, size)
    winner = winner_of(planes)
    found = []
    for k, structure in enumerate(card["structures"], 1):
        mask, scattered = largest_part(cv2.compare(winner, k, cv2.CMP_EQ) & 1)
        found.append({"name": structure["name"], "title": structure["title"], "mask": mask, "scattered": scattered})
    for later in range(1, len(found)):  # where fills overlap, the later structure owns the pixel
        for earlier in found[:later]:
            earlier["mask"] &= found[later]["mask"] ^ 1
    for k, structure in enumerate(found, 1):
        structure["area"] = int(cv2.countNonZero(structure["mask"]))
        structure["certainty"] = cv2.mean(planes[k], structure["mask"])[0] if structure["area"] else 0.0
    return {structure["name"]: structure for structure in found}


def extent(mask):
    """(leftmost column, rightmost column, widest row, mean column)"""
    columns = np.flatnonzero(mask.any(axis=0))
    weights = np.count_nonzero(mask, axis=0)
    inside = mask.astype(bool)
    first = inside.argmax(axis=1)
    last = mask.shape[1] - 1 - inside[:, ::-1].argmax(axis=1)
    widest = int(np.where(inside.any(axis=1), last - first, -1).argmax())
    return int(columns[0]), int(columns[-1]), widest, float((weights * np.arange(mask.shape[1])).sum() / weights.sum())


def implausible(found, extents, pixels):
    for structure in found.values():
        if not structure["area"]:
            return f"no {structure['title']} was found"
        if structure["scattered"] > 0.20:
            return f"the {structure['title']} falls into several parts"
        if structure["certainty"] < 0.75:
            return f"the network is unsure of the {structure['title']}"
    right, left, heart = (found[name]["area"] for name in ("right_lung", "left_lung", "heart"))
    if extents["right_lung"][3] >= extents["left_lung"][3]:
        return "the lungs lie on the wrong sides"
    if not extents["right_lung"][3] < extents["heart"][3] < extents["left_lung"][3]:
        return "the heart does not lie between the lungs"
    if not 0.06 <= (right + left) / pixels <= 0.65:
        return "the lungs are too small or too large for the picture"
    if not 0.35 <= right / left <= 2.9:
        return "one lung is far larger than the other"
    if not 0.015 <= heart / pixels <= 0.30:
        return "the heart is too small or too large for the picture"
    return None


def outline_of(structure, model, ratio_y, ratio_x):
    polygons = []
    for contour in cv2.findContours(structure["mask"], cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        if len(contour) >= 3:
            points = (contour[:, 0, :] + 0.5) * [ratio_x, ratio_y] - 0.5
            polygons.append(np.round(points, 1).tolist())
    return {"structure": structure["name"], "title": structure["title"], "model": model,
            "area_px": round(structure["area"] * ratio_x * ratio_y, 1), "polygons": polygons}


def measurement(name, title, value, unit, method, model, segments, cautions=()):
    return {"name": name, "title": title, "value": round(value, 4 if unit == "1" else 2), "unit": unit, "method": method,
            "model": model, "segments": segments, "cautions": list(cautions)}


def measure(extents, outlines, model, ratio_y, ratio_x, spacing, view):
    def line(left, right, row):
        y = round((row + 0.5) * ratio_y - 0.5, 1)
        return [[round(left * ratio_x - 0.5, 1), y], [round((right + 1) * ratio_x - 0.5, 1), y]]

    heart, thorax = line(*extents["heart"][:3]), line(*extents["lungs"][:3])
    heart_px, thorax_px = ((end[1] - end[0] + 1) * ratio_x for end in (extents["heart"], extents["lungs"]))
    method = "extent of the outline, left edge to right edge"
    found = [measurement("cardiothoracic_ratio", "Cardiothoracic ratio", heart_px / thorax_px, "1",
                         "widest transverse extent of the heart / widest transverse extent of the lung fields", model,
                         [heart, thorax], () if view == "PA" else (PA_ONLY,))]
    for name, title, pixels, segment in (("heart_width", "Heart width", heart_px, heart),
                                         ("thorax_width", "Lung-field width", thorax_px, thorax)):
        found.append(measurement(f"{name}_px", title, pixels, "[px]", method, model, [segment]))
        if spacing:
            found.append(measurement(f"{name}_mm", title, pixels * spacing["column_mm"], "mm", "pixels x pixel spacing", model, [segment]))
    if spacing:
        for outline in outlines:
            if outline["structure"] != "heart":
                found.append(measurement(f"{outline['structure']}_area_cm2", f"Visible {outline['title']} field",
                                         outline["area_px"] * spacing["row_mm"] * spacing["column_mm"] / 100, "cm2",
                                         "area of the outline; pixels x pixel spacing", model, []))
    return found


def looks_inverted(display, found):
    small = cv2.resize(display, found["heart"]["mask"].shape[::-1], interpolation=cv2.INTER_NEAREST)
    grey = {name: cv2.mean(small, structure["mask"])[0] for name, structure in found.items()}
    return (grey["right_lung"] + grey["left_lung"]) / 2 > grey["heart"]


def judge_anatomy(card, probabilities, display, spacing, view):
    """(outlines, measurements, quality remarks)"""
    size = working_size(display, WORKING_SIDE)
    found = structures_of(card, probabilities, size)
    extents = {name: extent(structure["mask"]) for name, structure in found.items() if structure["area"]}
    why = implausible(found, extents, size[0] * size[1])
    if why:
        return [], [], [{"code": "outline_implausible", "text": f"The outlines are not plausible ({why})."}]
    extents["lungs"] = extent(found["right_lung"]["mask"] | found["left_lung"]["mask"])
    ratio_y, ratio_x = display.shape[0] / size[0], display.shape[1] / size[1]
    outlines = [outline_of(structure, card["name"], ratio_y, ratio_x) for structure in found.values()]
    quality = []
    if looks_inverted(display, found):
        quality.append({"code": "looks_inverted", "text": "The lungs are brighter than the heart: the picture looks inverted."})
    if extents["lungs"][0] == 0 or extents["lungs"][1] == size[1] - 1:
        quality.append({"code": "lungs_cut_off", "text": "The lung fields reach the side edge of the picture."})
        return outlines, [], quality
    return outlines, measure(extents, outlines, card["name"], ratio_y, ratio_x, spacing, view), quality
