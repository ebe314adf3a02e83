"""The same with highdicom: peer.py write FRAMES SIDE FILE | read FILE, one line of JSON as objects-bench prints it.

Reading is what a viewer does before it shows anything: the file, and the table of its frames (highdicom builds it in segread), then one frame.
Writing gets the masks as one array, as highdicom wants it.
"""
import json
import sys
import time

import highdicom as hd
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian


class Times:
    def __init__(self):
        self.wall, self.cpu = {}, {}

    def take(self, what, work):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        self.cpu.setdefault(what, []).append((time.process_time() - cpu) * 1000)
        self.wall.setdefault(what, []).append((time.perf_counter() - wall) * 1000)
        return result

    def print(self, frames):
        print(json.dumps({"wall_ms": self.wall, "cpu_ms": self.cpu, "frames": frames}))


def slices(count, side):
    """CT headers that the frames refer to; their pixels are not needed."""
    series = []
    for i in range(count):
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", f"1.2.9.{i + 1}"
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = "1.2.7", "1.2.8", "1.2.3.4.5"
        ds.Rows = ds.Columns = side
        ds.ImagePositionPatient, ds.ImageOrientationPatient, ds.PixelSpacing, ds.SliceThickness = [0, 0, i], [1, 0, 0, 0, 1, 0], [0.7, 0.7], 1
        ds.PatientID = ds.PatientName = ds.PatientBirthDate = ds.PatientSex = ds.StudyDate = ds.StudyTime = ""
        ds.AccessionNumber = ds.ReferringPhysicianName = ds.StudyID = ds.PositionReferenceIndicator = ""
        ds.InstanceNumber, ds.Modality = i + 1, "CT"
        series.append(ds)
    return series


def masks_of(frames, side):
    """As objects_bench.cpp draws them: planes x rows x columns x segments."""
    masks = np.zeros((frames // 2, side, side, 2), np.uint8)
    for frame in range(frames):
        row = side * (frame + 1) // (frames + 1)
        flat = np.zeros(side * side, np.uint8)
        flat[row * side // 2:(row + 1) * side // 2 + side * 3] = 1
        masks[frame // 2, :, :, frame % 2] = flat.reshape(side, side)
    return masks


def write(frames, side, path):
    source, masks = slices(frames // 2, side), masks_of(frames, side)
    algorithm = hd.AlgorithmIdentificationSequence(name="bench", version="1", family=codes.DCM.ArtificialIntelligence)
    segments = [hd.seg.SegmentDescription(number, f"Segment {number}", codes.SCT.AnatomicalStructure, codes.SCT.Lung,
                                          hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC, algorithm) for number in (1, 2)]
    times = Times()

    def work():
        hd.seg.Segmentation(source, masks, hd.seg.SegmentationTypeValues.BINARY, segments, "1.2.11", 1, "1.2.12", 1, "Peer", "peer", "1", "1",
                            omit_empty_frames=False).save_as(path)

    times.take("write", work)
    times.print(frames)


def read(path):
    times = Times()
    seg = times.take("index", lambda: hd.seg.segread(path))
    times.take("frame", lambda: seg.get_stored_frame(seg.NumberOfFrames // 2 + 1))
    times.print(int(seg.NumberOfFrames))


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        read(sys.argv[2])
