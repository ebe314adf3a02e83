// An earlier run over the same film, read from its documents: what a newer one supersedes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/data_set.h"
#include "objects/input.h"

namespace roentgen::objects {

struct EarlierRun {
  std::vector<Earlier> documents;     // its root ("sr"), and "cad" where it has one
  std::vector<Earlier> predecessors;  // what these supersede themselves
  std::vector<std::string> evidence;  // SOP Instance UIDs that its root refers to: the film is one of them
};

// The identity of a document, as one of this kind. `unusable_input` if the file is no DICOM object.
base::Result<Earlier> identify(dicom::ByteView file, const std::string& kind);

// `root` and `cad`: the bytes of sr.dcm and cad.dcm; an empty `cad`: there is none. `unusable_input` if they
// are not documents of those kinds.
base::Result<EarlierRun> read_earlier_run(dicom::ByteView root, dicom::ByteView cad = {});

// For Input::earlier: the run's documents; nothing if they are of another film. Where this input with these
// versions and this choice *is* that run, what that one superseded: then the same UIDs and bytes come out.
std::vector<Earlier> superseded(const Input& input, const Choice& choice, const EarlierRun& run);

}  // namespace roentgen::objects
