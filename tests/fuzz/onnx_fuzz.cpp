// Any bytes as a network: the check that stands in front of the inference library, and what makes packages of
// networks from elsewhere.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "model/adapt.h"
#include "model/onnx_check.h"
#include "model/onnx_graph.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roentgen;
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto checked = model::check_onnx(bytes);
  if (!checked && checked.error().message.empty()) std::abort();
  if (!checked) return 0;
  const auto graph = model::read_onnx(bytes);
  if (!graph) std::abort();
  const base::Bytes written = model::write_onnx(*graph);
  if (model::check_onnx(written))
    if (const auto again = model::read_onnx(written); !again || model::write_onnx(*again) != written)
      std::abort();
  const base::Bytes onnx(bytes.begin(), bytes.end());
  const auto offer = model::look_into(onnx);
  if (!offer) std::abort();
  for (const auto scores : {model::Scores::logits, model::Scores::probabilities, model::Scores::softmax}) {
    model::AdaptSpec spec;
    spec.size = offer->size > 0 ? 0 : 64;
    spec.scores = scores;
    spec.kept.assign(static_cast<std::size_t>(offer->output_channels > 0 && offer->output_channels < 300
                                                  ? offer->output_channels
                                                  : 2),
                     true);
    (void)model::adapt_classifier(onnx, spec);
    spec.structures = 2;
    (void)model::adapt_segmenter(onnx, spec);
  }
  return 0;
}
