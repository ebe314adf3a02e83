#!/usr/bin/env python3
"""Writes docs/DATASET_TRAPS.md: every trap that the READMEs of the reference data name, and what `roentgen dataset check` printed.

bench/dataset_traps.py [--program PATH] --data DIR. Runs the check over each set and over those that share films; exit code 1 if a trap that the table says is found
was not told.
"""
import argparse
import json
import pathlib
import subprocess
import sys

kRoot = pathlib.Path(__file__).resolve().parent.parent

# (set or sets, the trap as the README has it, name of the check, what its text must contain); or with None and the reason why it is not told.
kPool = "cxr_pneumonia_child cxr_lung_masks medmnist/pneumoniamnist.npz"
kTraps = [
    ("body_part", "1. Source = class; all frontal chests come from one hospital", "source_tells_label", "frontal_chest (AUC 1.00"),
    ("body_part", "1. size, aspect, grain give the class away", "photometry_tells_label", "frontal_chest"),
    ("body_part", "2. Aspect ratio: spine 1:3, panoramic 5:2", "sources_look_different", "by aspect"),
    ("body_part", "3. What is missing: laterals, abdomens, turned and cut chests", None, "what is not there leaves no trace in the files"),
    ("body_part", "4. Hard negatives (shoulder, spine, trunk show lungs)", None, "needs the scores of a network"),
    ("body_part", "5. Pairs of one woman, slices of one paper", "films_per_patient", "58 patients"),
    ("body_part cxr_covid_ieee8023", "6. Some images also stand in other sets (Hannover)", "same_films_in_two_sets", "the same pictures under other names"),
    ("body_part limb_fracture", "6. … (FracAtlas limbs)", "same_films_in_two_sets", "the same pictures under other names"),
    ("body_part mammography", "6. … (mini-MIAS)", "same_films_in_two_sets", "the same pictures under other names"),
    ("body_part dental_panoramic", "6. … (panoramic films)", "same_films_in_two_sets", "the same pictures under other names"),
    ("body_part ultrasound", "6. … (BUSI; no names to hold it against)", "same_films_in_two_sets", "the same pictures under other names"),
    ("body_part ct_chest", "6. … (COVID-CT)", "same_films_in_two_sets", "the same pictures under other names"),
    ("body_part", "6. The folder of origin_path is a diagnosis", "path_tells_label", "origin_path"),
    ("body_part", "7. Small set", "few_of_a_class", "frontal_chest 9 in val"),
    ("brain_mri", "1. No patients: neighbour slices lie in train and test", "patients_unknown", "named after the files"),
    ("brain_mri", "2. The Testing folder looks otherwise than the training one", "split_looks_different", "films of test"),
    ("brain_mri", "2. … and has other classes", "class_share_differs", "glioma"),
    ("brain_mri", "3. Sequence and plane are mixed: the contrast is a label", "number_tells_label", "contrast tells no_tumor"),
    ("brain_mri", "4. White frames and black borders go with the class", "number_tells_label", "white tells no_tumor"),
    ("brain_mri", "5. 8-bit JPEG of unknown window, no geometry", None, "JPEG carries neither"),
    ("ct_chest", "1. The source is the label", "missing_value_tells_label", "covid in 0 of 105 films without a value of article"),
    ("ct_chest", "1. … sharpness, crop and window remain", "photometry_tells_label", "covid"),
    ("ct_chest", "2. Windows differ picture by picture", "exposure_varies", "runs from"),
    ("ct_chest", "3. \"Not covid\" is not \"healthy\"", None, "a matter of what the label means"),
    ("ct_chest", "4. One slice is not a CT; no spacing", None, "JPEG carries none"),
    ("ct_chest", "5. Some figures may be mirrored", None, "the slices are too unlike each other for an average to hold them against"),
    ("ct_chest", "6. Official split lists were not to be had", None, "not in the files"),
    ("ct_head_dicom", "1-7. Intercept 0, padding, tilt, uneven spacing, two thicknesses, plus sign, RLE planes", None, "matters of decoding and of volumes: the tests of the room dicom hold them"),
    ("ct_head_dicom", "8. One patient", "films_per_patient", "1 patient has more than one film"),
    ("cxr_anatomy", "1. Cardiomegaly is enriched: no prevalence from here", None, "how common it is elsewhere is not in the files"),
    ("cxr_anatomy", "2. AP films are few", "few_in_a_group", "view=AP"),
    ("cxr_anatomy", "3. Some heart borders are a matter of opinion", None, "one mask a film here"),
    ("cxr_anatomy", "4. 00017999_000 is stored inverted", "looks_inverted", "00017999_000"),
    ("cxr_anatomy", "5. One hospital", None, "the first line says \"1 source\"; nothing to compare it with"),
    ("cxr_anatomy cxr_nih", "All films are also in cxr_nih", "same_films_in_two_sets", "the same pictures under other names"),
    ("cxr_anatomy cxr_lung_masks", "Lungs with and without the part behind the heart", "two_mask_conventions", "lung"),
    ("cxr_covid_ieee8023", "No usable negative class", "few_of_a_class", "no_finding"),
    ("cxr_covid_ieee8023", "Photometry by source", "sources_look_different", "hannover and ieee8023"),
    ("cxr_covid_ieee8023", "Contrast alone separates COVID from the rest", "photometry_tells_label", "covid19"),
    ("cxr_covid_ieee8023", "Hannover is all COVID", "source_tells_label", "hannover 153 of 153"),
    ("cxr_covid_ieee8023", "Most AP Supine is COVID, other causes are PA", "view_tells_label", "covid19"),
    ("cxr_covid_ieee8023", "Arrows, letters, tubes in the picture", None, "the check runs no network; film-quality has a label for drawn-in arrows, rings and letters (`overlay`, film by film in `roentgen analyze`), and marks judged in a quality.csv are held against the labels"),
    ("cxr_covid_ieee8023", "Weight by patient", "films_per_patient", "at most 22"),
    ("cxr_covid_ieee8023", "Hannover pictures inside ieee8023, a second copy of a series (removed)", None, "removed by its owner; the check tells no copy inside the set"),
    ("cxr_covid_ieee8023 cxr_lung_masks", "The same films are in cxr_lung_masks", "same_films_in_two_sets", "the same pictures under other names"),
    ("cxr_covid_ieee8023", "The clock of offset_days differs by source; empty survival is not alive; findings as of July 2020", None, "meaning of columns"),
    ("cxr_covid_ieee8023", "NC-SA licences", None, "the check does not judge licences; the column is there"),
    ("cxr_lung_masks", "Age, site, view and illness go together", "source_tells_label", "covid19"),
    ("cxr_lung_masks", "… and the view", "view_tells_label", "covid19"),
    ("cxr_lung_masks", "Several films of one patient", "films_per_patient", "11 patients"),
    (kPool, "Kermany films also occur in other sets (child, MedMNIST)", "same_films_in_two_sets", "the same pictures under other names"),
    ("cxr_lung_masks", "Small val for adults", "few_of_a_class", "covid19 7 in val"),
    ("cxr_lung_masks", "Burned-in marks; figures of journals; a missing devices mask means none", None, "content of pictures and meaning of files"),
    ("cxr_nih", "Selection: talo was picked as Pneumonia against No Finding", "source_tells_label", "Pneumonia"),
    ("cxr_nih", "View: in talo No Finding is more often AP than Pneumonia", "view_and_label_by_source", "figure bedside difference no_finding source=talo"),
    ("cxr_nih", "Photometry: brightness separates the classes in talo and not in zech", "number_tells_label", "mean_grey tells no_finding in source=talo view=PA"),
    ("cxr_nih", "ECG leads and devices mark sick patients", "mark_goes_with_label", "ecg_leads"),
    ("cxr_nih", "Chest tubes mark treated pneumothorax", None, "18 pneumothoraces and few drains were judged in quality.csv: too few to be sure"),
    ("cxr_nih", "The official test list is sick-heavy", "class_share_differs", "no_finding 40 % in train, 5 % in test (10 of 216)"),
    ("cxr_nih", "Several studies of one patient", "films_per_patient", "158 patients"),
    ("cxr_nih", "Labels from reports are often wrong: RSNA calls 119 of 263 Pneumonia", "two_readings_disagree", "119 of 263"),
    ("cxr_nih", "… and finds something in No Finding", "second_reading_finds", "rsna_pneumonia 4"),
    ("cxr_nih", "Hernia, Emphysema, Edema are too few", "few_of_a_class", "Edema 5 in val"),
    ("cxr_nih", "One near-duplicate pair of one patient (difference hash <= 12)", None, "two exposures: their details are not like enough (below 0.96)"),
    ("cxr_nih", "Not in true geometry", "shape_changed", "detector_width"),
    ("cxr_pneumonia_child", "1. Aspect ratio is a label: AUC 0.85", "column_tells_label", "aspect tells pneumonia with AUC 0.85"),
    ("cxr_pneumonia_child", "1. Squashed", "shape_changed", "aspect"),
    ("cxr_pneumonia_child", "1. … and its absence is one, too", "missing_value_tells_label", "normal in 36 of 46 films without a value of aspect"),
    ("cxr_pneumonia_child", "2. Normals have another processing: sharpness", "number_tells_label", "sharpness tells normal"),
    ("cxr_pneumonia_child", "3. The letter R has another shape and place", None, "needs a detector of letters; the probe on numbers alone reaches AUC 0.90 without it"),
    ("cxr_pneumonia_child", "4. The cause label is not visible; 5. children of one hospital", None, "meaning of labels; nothing to compare with"),
    (kPool, "6. cxr_lung_masks and medmnist are made of the same pictures", "patients_across_sets", "split by patient over all sets"),
    ("cxr_pneumonia_child", "7.-8. The widespread val of 16; class share of the official test", None, "not in this selection: here train is balanced, 67 % and 60 % ill"),
    ("dental_panoramic", "1.-4. Masks good to 2-3 pixels, touching teeth, crowns, one machine, letter R", None, "content of pictures"),
    ("dental_panoramic", "5. No disease labels", None, "the page lists no labels"),
    ("dicom", "Polarity: mono1_fake_rsna has the pixels of cr_chest_pa_rsna_1", "copies", "dicom/"),
    ("dicom", "Pair groups show the same image many times", "copies", "show the same picture"),
    ("dicom", "broken/ is meant to fail", "unreadable", "cannot be read"),
    ("dicom", "Modality not reliable, padding, lossy rescale, icon, JP2 boxes, fragments, charsets", None, "matters of decoding: the tests of the room dicom hold them"),
    ("ecg", "1.-7. Rates, leads, amplitudes, versions of labels", None, "no pictures; only the table is checked"),
    ("knee_arthritis", "1. Grade 1 is a coin toss", None, "one reading a film"),
    ("knee_arthritis", "2. Both knees of a subject", "films_per_patient", "71 patients"),
    ("knee_arthritis", "3. One protocol", None, "nothing to compare with"),
    ("knee_arthritis", "4. Exposure varies wildly: mean grey from 49 to 229", "exposure_varies", "from 49 to 229"),
    ("knee_arthritis", "4. … some films are nearly white", "outliers", "nearly white"),
    ("knee_arthritis", "5. Altered copies elsewhere", None, "elsewhere"),
    ("knee_arthritis", "Left knees are not mirrored", "sides_are_mirrored", "0.997"),
    ("knee_arthritis", "kl_other_knee is never an input", "column_tells_label", "kl_other_knee"),
    ("knee_arthritis", "One KL4 in test", "few_of_a_grade", "4: 1 in test"),
    ("limb_fracture", "1. Metal: all 89 with hardware are fractured", "mark_is_label", "fracture in 89 of 89 with hardware"),
    ("limb_fracture", "2. Copies of one film (said to be kept once)", "copies_across_splits|copies_of_two_patients|copies", "show the same picture"),
    ("limb_fracture", "3. Files cut short (gone)", None, "gone by its owner: every film can be read; the tests hold that a cut file is told"),
    ("limb_fracture", "4. Two original sizes, the large ones more often fractured (balanced here)", None, "balanced by its owner: orig_width tells no label"),
    ("limb_fracture", "5. Fractures are small: the median box is 21 x 23 of 384", "small_boxes", "Half of the boxes"),
    ("limb_fracture", "6. A row contradicts the box (withheld)", None, "withheld: no box lies on a negative film; the tests hold that it would be told"),
    ("limb_fracture", "7. Borders, plaster, letters differ between hospitals", None, "the table names one source"),
    ("limb_fracture", "8. No age, sex", "facts_not_given", "age and sex"),
    ("mammography", "1. y counted from the bottom (turned over here)", None, "upside-down boxes lie inside the picture, too"),
    ("mammography", "2. No normals", "no_film_without", "benign and malignant"),
    ("mammography", "3. Calcifications without a place", "positive_without_box", "calcification"),
    ("mammography", "4. mdb144 lies in both folders", None, "both labels are true of it"),
    ("mammography", "5. Labels and bright tape edges", "outliers", "mdb"),
    ("mammography", "5. Not all turned the same way", "sides_are_mirrored", "mirror image"),
    ("mammography", "6. Clipped, 8 bits, film curve", None, "not in the files"),
    ("mammography", "7. Left and right are one patient", "films_per_patient", "7 patients"),
    ("mammography", "8. 97 films", "few_of_a_class", "in val"),
    ("medmnist/pneumoniamnist.npz", "1. The same pictures in two of train, val, test", "copies_across_splits", "of the same pixels"),
    ("medmnist/pneumoniamnist.npz", "1. Split by image, children repeat", "patients_unknown", "named after the files"),
    ("medmnist/pneumoniamnist.npz", "3. Test shares 37.5 % normals, train 25.8 %", "class_share_differs", "label 74 % in train, 60 % in test"),
    ("medmnist/pneumoniamnist.npz", "2. The two official tests differ; 4. over-calling; 5. nothing small is seen at 28 x 28", None, "other copies, other people's results, common sense"),
    ("reports", "1.-3., 6.-7. Empty reports, XXXX, labels from the whole record, negation, four states", None, "texts are not read by this check"),
    ("reports", "5. Text copies: most say normal", "column_tells_label", "copies tells normal"),
    ("reports", "negbio_set crosses train/val", "second_split", "negbio_set"),
    ("reports", "Hernia has no positive", "one_class_only", "Hernia (no positive)"),
    ("reports", "6. Few positives", "few_of_a_class", "Pneumothorax 1 in val"),
    ("spine_cobb", "1. The official lists leak (patients taken out here)", None, "taken out by its owner: no copy across the splits is told"),
    ("spine_cobb", "2. Several films a patient, up to 16", "films_per_patient", "at most 16"),
    ("spine_cobb", "3. Six films with crossed corners", "corners_exchanged", "6 films of 462"),
    ("spine_cobb", "3. … one of them with an angle of 156 degrees", "corners_exchanged", "aasce_tr_30_Dec_2016_161_A_AP.jpg (v17)"),
    ("spine_cobb", "4. Braces, rods; 6. hardly any straight spine; 7. a pixel is 2.3 degrees", None, "content and meaning"),
    ("spine_cobb", "5. Contrast varies wildly", "exposure_varies", "runs from"),
    ("ultrasound", "1. Callipers and text are burned in", "photometry_tells_label", "benign"),
    ("ultrasound", "2. Duplicates", "copies", "show the same picture"),
    ("ultrasound", "3. The number of patients is unknown; 4.-6. which question, BreastMNIST, no BI-RADS", None, "not in the files"),
]

# What the check told that no README says; looked at by eye.
kNew = [
    ("knee_arthritis", "looks_inverted", "Films with inverted grey values among the knees (the README: \"bright bone in all looked at\"). By eye: bone dark, joint space bright in each that is shown."),
    ("limb_fracture", "copies_across_splits|copies_of_two_patients", "Copies that were left over under other exam numbers; one of them cut short and filled up. By eye: the same films."),
    ("body_part limb_fracture", "same_films_in_two_sets", "Three more pairs than the names say (IMG0004060, IMG0004065, IMG0004201): FracAtlas holds those films twice. By eye: the same."),
    ("spine_cobb", "structures_out_of_order", "The README: \"elsewhere the corners looked right by eye\". By the numbers: on 17 films v17 (L5) stands above v01 (T1), at the top of the film, and on one it is drawn from there to the bottom; on 4 it lies over v14 or v16; on one v01 and v02 lie over each other. 20 of the 23 are not marked by bad_vertebrae."),
    ("dental_panoramic", "mask_empty", "A film whose mask has nothing outlined: a jaw without teeth, so right, and worth knowing."),
    ("cxr_covid_ieee8023 cxr_lung_masks", "copies_across_splits", "train in one set is val in the other for the same film: the sets may be pooled only after a new split."),
    ("cxr_covid_ieee8023 cxr_lung_masks", "same_films_in_two_sets", "Most of the Hannover films there are centre crops of those here, not only another size."),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/release/roentgen")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    options = parser.parse_args()
    results = {}

    def findings_of(sets):
        if sets not in results:
            out = subprocess.run([options.program, "dataset", "check", "--json", *[options.data / s for s in sets.split()]], stdout=subprocess.PIPE, check=True).stdout
            results[sets] = json.loads(out)["findings"]
        return results[sets]

    def told(sets, check, text=""):
        """The finding whose text holds this; "figure NAME": that has this figure, which is added to the text."""
        for f in (f for name in check.split("|") for f in findings_of(sets) if f["check"] == name):
            if not text.startswith("figure "):
                if text in f["text"]:
                    return f
                continue
            for figure in f["figures"]:
                if figure["name"] == text[len("figure "):]:
                    return {**f, "text": f"in check.json: {figure['name']}: {figure['value']:.2f} [{figure['ci95'][0]:.2f}, {figure['ci95'][1]:.2f}], n = {figure['n']}"}
        return None

    def cell(text):
        return text.replace("|", "\\|").replace("\n", " ")

    def shortened(text, around):
        if len(text) <= 330:
            return text
        at = max(0, text.find(around))
        start = max(0, min(at - 90, len(text) - 330))
        return ("… " if start else "") + text[start:start + 330] + (" …" if start + 330 < len(text) else "")

    rows, missing, found = [], 0, 0
    for sets, trap, check, text in kTraps:
        if check is None:
            rows.append(f"| {sets} | {cell(trap)} | – | not told: {cell(text)} |")
            continue
        finding = told(sets, check, text)
        if finding is None:
            missing += 1
            print(f"NOT TOLD: {sets}: {trap}: {check} with \"{text}\"", file=sys.stderr)
            rows.append(f"| {sets} | {cell(trap)} | `{check}` | **not told** |")
        else:
            found += 1
            rows.append(f"| {sets} | {cell(trap)} | `{finding['check']}` ({finding['severity']}) | {cell(shortened(finding['text'], text))} |")
    news = []
    for sets, check, what in kNew:
        finding = told(sets, check)
        if finding is None:
            missing += 1
            print(f"NOT TOLD: {sets}: {check}", file=sys.stderr)
        news.append(f"| {sets} | `{check}` | {cell(what)} | {cell(shortened(finding['text'], '')) if finding else '**not told**'} |")
    silent = sum(1 for t in kTraps if t[2] is None)
    page = f"""# The traps of the reference data, and what the check says of them

Written by `bench/dataset_traps.py --program build/release/roentgen --data DIR` on 2026-11-21: every trap that the READMEs of the reference sets name, the check that tells it, and what
`roentgen dataset check SET…` printed (long sentences are cut around what matters). {found} are told; {silent} are not, with the reason: what a label means, what is not in the files, what its owner
took out before. The numbers are those of the READMEs. How each check works and where its thresholds come from: [DATASET_CHECK.md](DATASET_CHECK.md).

| set | trap | check | printed |
| --- | --- | --- | --- |
""" + "\n".join(rows) + """

## What no README says

| set | check | what it is | printed |
| --- | --- | --- | --- |
""" + "\n".join(news) + "\n"
    (kRoot / "docs/DATASET_TRAPS.md").write_text(page, encoding="utf-8")
    print(f"{found} traps told, {silent} not to be told, {missing} missing")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
