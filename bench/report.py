"""The measurement as a table for people."""
from statistics import median

COLUMNS = (("wall_s", "wall s", "{:.3f}"), ("cpu_s", "cpu s", "{:.3f}"), ("peak_mb", "peak MB", "{:.0f}"), ("read_mb", "read MB", "{:.1f}"))


def summary(runs):
    """{column: {median, min, max}} of a list of dicts."""
    found = {}
    for column, _, _ in COLUMNS:
        values = [run[column] for run in runs if run.get(column) is not None]
        if values:
            found[column] = {"median": median(values), "min": min(values), "max": max(values)}
    return found


def ratio(ours, theirs):
    """{column: ratio of the medians}"""
    return {column: ours[column]["median"] / theirs[column]["median"]
            for column in ours if column in theirs and theirs[column]["median"] > 0}


def cell(values, form):
    if values is None:
        return "–"
    middle, low, high = (form.format(values[key]) for key in ("median", "min", "max"))
    return f"{middle} ({low}…{high})"


def ratio_text(ratios, key):
    return f"{ratios[key]:.2f}×" if key in ratios else "–"


def table(rows):
    """rows: (heading,) or (name, summary, ratio of roentgen to it or None)"""
    lines = [("", *(title for _, title, _ in COLUMNS), "roentgen / this: wall, cpu, peak")]
    for row in rows:
        if len(row) == 1:
            lines.append((row[0],))
            continue
        name, found, ratios = row
        ratios = "" if ratios is None else ", ".join(ratio_text(ratios, key) for key in ("wall_s", "cpu_s", "peak_mb"))
        lines.append(("  " + name, *(cell(found.get(key), form) for key, _, form in COLUMNS), ratios))
    widths = [max(len(line[i]) for line in lines if len(line) > 1) for i in range(len(COLUMNS) + 2)]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip() if len(line) > 1 else "\n" + line[0]
                     for line in lines)


def verdicts(targets):
    lines = []
    for target in targets:
        lines.append(f"{target['name']:42}  {target['value']:.2f}×  target {target['limit']}×  {'met' if target['met'] else 'MISSED'}")
    return "\n".join(lines)


def machine_text(machine):
    return (f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']:.0f} GB, {machine['system']}; "
            f"load before the first run {machine['load']:.2f}")


def physical_text(physical):
    by_name = ", ".join(f"{name} {adds / 1e6:.0f}" for name, adds in physical["multiply_adds"].items())
    return "\n".join((
        f"Networks, million multiply-adds per film: {by_name}; together {physical['gflop_per_film']:.2f} GFLOP.",
        f"One core reaches {physical['core_gflops']:.0f} GFLOP/s in a 1024 x 1024 matrix product (float32) and reads {physical['core_read_gb_per_s']:.1f} GB/s.",
        f"The networks alone at that rate on {physical['cores']} cores: {physical['networks_limit_ms']:.1f} ms per film; the file's {physical['film_mb']:.1f} MB "
        f"read once: {physical['read_limit_ms']:.1f} ms.",
        f"roentgen, steady: {physical['steady_ms']:.1f} ms of wall and {physical['steady_cpu_ms']:.1f} ms of processor time per film, everything included: "
        f"{physical['reached_gflops_per_core']:.0f} GFLOP/s per busy core = {100 * physical['reached_share']:.0f} % of what the core reaches."))
