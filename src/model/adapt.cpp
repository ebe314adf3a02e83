#include "model/adapt.h"

#include <algorithm>

#include "model/adapt_parts.h"
#include "model/card_rules.h"
#include "model/class_maps.h"
#include "model/onnx_check.h"

namespace roentgen::model {
namespace {

std::unexpected<base::Error> refuse(const std::string& why) {
  return base::fail(base::ErrorCode::refused_model, "the network cannot become a package: " + why);
}

std::string in_words(const OnnxPort& port) {
  if (!port.has_shape) return "no shape";
  std::string text = "[";
  for (const std::int64_t side : port.dims)
    text += (text.size() > 1 ? ", " : "") + (side < 0 ? std::string("any") : std::to_string(side));
  return text + "]";
}

base::Result<OnnxPort> choose(const std::vector<OnnxPort>& ports, const std::string& name, const char* what) {
  if (name.empty() && ports.size() == 1) return ports.front();
  for (const OnnxPort& port : ports)
    if (port.name == name) return port;
  std::string list;
  for (const OnnxPort& port : ports) list += " " + plain_word(port.name);
  return refuse(std::string("it has ") + std::to_string(ports.size()) + " " + what +
                "s; name one of:" + list);
}

struct Entrance {
  int size = 0, channels = 1;
};

base::Result<Entrance> check_entrance(const OnnxPort& port, int wanted) {
  if (port.type != kOnnxFloat) return refuse("its input does not hold float32 numbers");
  const std::string shape = "its input is " + in_words(port);
  if (port.dims.size() != 4)
    return refuse(shape + "; an image network takes [images, channels, rows, columns]");
  if (port.dims[0] > 1)
    return refuse(shape + "; it must take one image, or any number of them: export it so");
  const std::int64_t channels = port.dims[1], rows = port.dims[2], columns = port.dims[3];
  if (rows == 1 || rows == 3 || columns == 3)
    return refuse(shape + "; the channels must come before rows and columns");
  if (channels != 1 && channels != 3)
    return refuse(shape + "; it must have 1 channel (grey) or 3 (grey three times)");
  if (rows != columns && rows > 0 && columns > 0) return refuse(shape + "; only square inputs can be used");
  const std::int64_t own = std::max(rows, columns);
  if (own < 0 && wanted == 0) return refuse(shape + "; it takes any size, so say which one to use");
  if (own > 0 && wanted > 0 && own != wanted)
    return refuse(shape + "; it cannot be given " + std::to_string(wanted) + " rows and columns");
  const std::int64_t size = own > 0 ? own : wanted;
  if (size < kLeastSize || size > kMostSize)
    return refuse(shape + "; the side must lie between " + std::to_string(kLeastSize) + " and " +
                  std::to_string(kMostSize) + " pixels");
  return Entrance{static_cast<int>(size), static_cast<int>(channels)};
}

double at(const std::vector<double>& values, std::size_t channel, double otherwise) {
  if (values.empty()) return otherwise;
  return values[values.size() == 1 ? 0 : channel];
}

// A 1 x 1 convolution makes of our -1…1 what the author fed: ((v + 1) / 2 (high - low) + low - mean) / scale.
void put_entrance(Workbench& bench, const std::string& theirs, const Entrance& entrance,
                  const InputRecipe& recipe) {
  std::vector<float> weight, bias;
  for (std::size_t c = 0; c < static_cast<std::size_t>(entrance.channels); ++c) {
    const double half = (recipe.high - recipe.low) / 2, scale = at(recipe.scale, c, 1);
    weight.push_back(static_cast<float>(half / scale));
    bias.push_back(static_cast<float>((recipe.low + half - at(recipe.mean, c, 0)) / scale));
  }
  OnnxGraph& graph = bench.graph;
  const std::int64_t channels = entrance.channels;
  const auto w = bench.tensor("entrance.weight", {channels, 1, 1, 1}, weight);
  const auto b = bench.tensor("entrance.bias", {channels}, bias);
  graph.nodes.insert(
      graph.nodes.begin(),
      {"Conv", {"image", w, b}, {theirs}, {attribute("kernel_shape", std::vector<std::int64_t>{1, 1})}});
  graph.inputs = {{"image", kOnnxFloat, {1, 1, entrance.size, entrance.size}, true}};
}

base::Result<void> check_recipe(const AdaptSpec& spec, int channels) {
  const auto count = static_cast<std::size_t>(channels);
  for (const auto* values : {&spec.recipe.mean, &spec.recipe.scale})
    if (values->size() > 1 && values->size() != count)
      return base::fail(base::ErrorCode::usage, "mean and deviation need one value, or one for each of the " +
                                                    std::to_string(channels) + " channels of the network.");
  for (const double scale : spec.recipe.scale)
    if (!(scale > 0)) return base::fail(base::ErrorCode::usage, "a deviation must be larger than 0.");
  if (!(spec.recipe.high > spec.recipe.low))
    return base::fail(base::ErrorCode::usage, "the brightest grey must be larger than the darkest.");
  return {};
}

struct Opened {
  Workbench bench;
  Entrance entrance;
  OnnxPort exit;
};

base::Result<Opened> open(const base::Bytes& onnx, const AdaptSpec& spec) {
  auto graph = read_onnx(onnx);
  if (!graph) return std::unexpected(graph.error());
  const auto input = choose(graph->inputs, spec.input, "input");
  if (!input) return std::unexpected(input.error());
  if (graph->inputs.size() != 1) return refuse("it wants more than an image");
  const auto output = choose(graph->outputs, spec.output, "output");
  if (!output) return std::unexpected(output.error());
  const auto entrance = check_entrance(*input, spec.size);
  if (!entrance) return std::unexpected(entrance.error());
  if (const auto checked = check_recipe(spec, entrance->channels); !checked)
    return std::unexpected(checked.error());
  Opened opened{Workbench(std::move(*graph)), *entrance, *output};
  std::string theirs = input->name;
  for (const char* ours : {"image", "logits", "maps", "features", "probabilities"}) {  // theirs give way
    const std::string other = opened.bench.fresh(std::string(ours) + ".inner");
    opened.bench.rename_value(ours, other);
    if (opened.exit.name == ours) opened.exit.name = other;
    if (theirs == ours) theirs = other;
  }
  put_entrance(opened.bench, theirs, *entrance, spec.recipe);
  return opened;
}

// The network's scores [1, outputs] as logits of the kept labels: one column of `mix` a label. The special
// cases that stay linear keep class activation maps.
struct Mix {
  bool linear = true;
  bool exclusive = false;
  std::string scores;         // the value they are made of
  std::vector<float> values;  // [outputs, labels]
};

Mix mix_of(const Workbench& bench, const AdaptSpec& spec, const std::string& scores) {
  Mix mix{true, spec.scores == Scores::softmax, scores, {}};
  const std::size_t outputs = spec.kept.size();
  const OnnxNode* last = maker_of(bench.graph, scores);
  const bool sigmoid = last && last->op == "Sigmoid", softmax = last && last->op == "Softmax";
  if (spec.scores != Scores::logits && (sigmoid || softmax)) {
    mix.scores = last->inputs.front();
    mix.exclusive = softmax;
  } else if (spec.scores == Scores::probabilities) {
    mix.linear = false;
  }
  // Of two classes that shut each other out, the log odds of one are its score less the other's.
  const bool pair = mix.exclusive && outputs == 2;
  if (mix.exclusive && !pair) mix.linear = false;
  for (std::size_t from = 0; from < outputs; ++from)
    for (std::size_t label = 0; label < outputs; ++label)
      if (spec.kept[label]) mix.values.push_back(from == label ? 1.0F : pair ? -1.0F : 0.0F);
  return mix;
}

// log(p / (1 - p)) of probabilities, which are kept away from 0 and 1 by a millionth.
std::string log_odds(Workbench& bench, const std::string& probabilities) {
  const auto least = bench.tensor("odds.least", {}, std::vector<float>{1e-6F});
  const auto most = bench.tensor("odds.most", {}, std::vector<float>{1 - 1e-6F});
  const auto one = bench.tensor("odds.one", {}, std::vector<float>{1});
  const auto inside = bench.node("Clip", "odds.inside", {probabilities, least, most});
  const auto other = bench.node("Sub", "odds.other", {one, inside});
  return bench.node("Log", "odds.log", {bench.node("Div", "odds", {inside, other})});
}

}  // namespace

base::Result<Adapted> adapt_classifier(const base::Bytes& onnx, const AdaptSpec& spec) {
  auto opened = open(onnx, spec);
  if (!opened) return std::unexpected(opened.error());
  Workbench& bench = opened->bench;
  const auto outputs = static_cast<std::int64_t>(spec.kept.size());
  const std::int64_t labels = std::ranges::count(spec.kept, true);
  const OnnxPort& exit = opened->exit;
  if (labels == 0) return base::fail(base::ErrorCode::usage, "name at least one label.");
  if (exit.type != kOnnxFloat) return refuse("its output does not hold float32 numbers");
  if (exit.has_shape && (exit.dims.size() != 2 || (exit.dims[1] > 0 && exit.dims[1] != outputs)))
    return refuse("its output is " + in_words(exit) + "; with " + std::to_string(outputs) +
                  " labels it would have to be [any, " + std::to_string(outputs) + "]");

  const Mix mix = mix_of(bench, spec, exit.name);
  const auto matrix = bench.tensor("choice", {outputs, labels}, mix.values);
  const auto pooled = mix.linear ? find_pooled(bench.graph, mix.scores) : std::nullopt;
  std::string scores = mix.scores;
  if (!mix.linear) {
    if (mix.exclusive)
      scores = bench.node("Softmax", "classes", {scores}, {attribute("axis", std::int64_t{1})});
    scores = log_odds(bench, scores);
  }
  bench.named("MatMul", "logits", {scores, matrix});
  if (pooled) {
    const auto weight = bench.tensor("maps.weight", {labels, pooled->features, 1, 1},
                                     class_weights(*pooled, mix.values, static_cast<std::size_t>(labels)));
    bench.named("Conv", "maps", {pooled->grid, weight},
                {attribute("kernel_shape", std::vector<std::int64_t>{1, 1})});
    bench.named("Flatten", "features", {pooled->mean}, {attribute("axis", std::int64_t{1})});
  } else {
    const auto shape = bench.integers("maps.shape", {1, labels, 1, 1});
    bench.named("Reshape", "maps", {"logits", shape});
    bench.named("Identity", "features", {"logits"});
  }
  const std::int64_t width = pooled ? pooled->features : labels;
  bench.graph.outputs = {{"logits", kOnnxFloat, {1, labels}, true},
                         {"maps", kOnnxFloat, {1, labels, pooled ? -1 : 1, pooled ? -1 : 1}, true},
                         {"features", kOnnxFloat, {1, width}, true}};
  drop_unused(bench.graph);
  return Adapted{write_onnx(bench.graph), opened->entrance.size, opened->entrance.channels,
                 pooled.has_value(), bench.graph.producer};
}

base::Result<Adapted> adapt_segmenter(const base::Bytes& onnx, const AdaptSpec& spec) {
  auto opened = open(onnx, spec);
  if (!opened) return std::unexpected(opened.error());
  Workbench& bench = opened->bench;
  const OnnxPort& exit = opened->exit;
  const auto structures = static_cast<std::int64_t>(spec.structures);
  const std::int64_t size = opened->entrance.size;
  if (exit.type != kOnnxFloat) return refuse("its output does not hold float32 numbers");
  const auto fits = [](std::int64_t side, std::int64_t wanted) { return side < 0 || side == wanted; };
  if (!exit.has_shape || exit.dims.size() != 4 || exit.dims[1] < 0 || !fits(exit.dims[2], size) ||
      !fits(exit.dims[3], size) || (exit.dims[1] != structures && exit.dims[1] != structures + 1))
    return refuse("its output is " + in_words(exit) + "; with " + std::to_string(structures) +
                  " structures it would have to be [any, " + std::to_string(structures + 1) + " or " +
                  std::to_string(structures) + ", " + std::to_string(size) + ", " + std::to_string(size) +
                  "]");
  std::string scores = exit.name;
  const OnnxNode* last = maker_of(bench.graph, scores);
  const bool ready = last && last->op == "Softmax" && exit.dims[1] == structures + 1;
  if (exit.dims[1] == structures) {
    // Each structure on its own: the background's score is 0, so that for one structure softmax and sigmoid
    // are the same.
    if (last && last->op == "Sigmoid") scores = last->inputs.front();
    const auto zero = bench.tensor("background.zero", {}, std::vector<float>{0});
    const auto background = bench.node("Mul", "background", {"image", zero});
    scores = bench.node("Concat", "scores", {background, scores}, {attribute("axis", std::int64_t{1})});
  }
  if (ready)
    bench.named("Identity", "probabilities", {scores});
  else
    bench.named("Softmax", "probabilities", {scores}, {attribute("axis", std::int64_t{1})});
  bench.graph.outputs = {{"probabilities", kOnnxFloat, {1, structures + 1, size, size}, true}};
  drop_unused(bench.graph);
  return Adapted{write_onnx(bench.graph), opened->entrance.size, opened->entrance.channels, false,
                 bench.graph.producer};
}

base::Result<OnnxOffer> look_into(const base::Bytes& onnx) {
  const auto graph = read_onnx(onnx);
  if (!graph) return std::unexpected(graph.error());
  OnnxOffer offer;
  for (const OnnxPort& port : graph->inputs) offer.inputs.push_back(plain_word(port.name));
  for (const OnnxPort& port : graph->outputs) offer.outputs.push_back(plain_word(port.name));
  const auto side = [](const std::vector<OnnxPort>& ports, std::size_t i) {
    return ports.empty() || ports[0].dims.size() <= i
               ? 0
               : static_cast<int>(std::max<std::int64_t>(0, ports[0].dims[i]));
  };
  offer.channels = side(graph->inputs, 1);
  offer.size = std::max(side(graph->inputs, 2), side(graph->inputs, 3));
  offer.output_channels = side(graph->outputs, 1);
  if (!graph->outputs.empty()) {
    offer.output_rank = static_cast<int>(graph->outputs[0].dims.size());
    const OnnxNode* last = maker_of(*graph, graph->outputs[0].name);
    offer.ends_in_sigmoid = last && last->op == "Sigmoid";
    offer.ends_in_softmax = last && last->op == "Softmax";
  }
  offer.producer = graph->producer;
  return offer;
}

}  // namespace roentgen::model
