// The detector from end to end: LibTorch against the exported file, and a package that evaluates a folder.
#include "training/detector.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "evaluation/evaluate.h"
#include "image/codec.h"
#include "model/engine.h"
#include "training/onnx_export.h"

namespace roentgen::training {
namespace {

constexpr int kSize = 64;

Detector detector(bool whole_image) {
  torch::manual_seed(5);
  NetworkArguments base;
  base.width = 0.35;
  base.outputs = 1;
  Detector network(DetectorArguments{base, whole_image ? 4 : 8, whole_image});
  const torch::NoGradGuard no_gradient;
  for (const auto& item : network->named_buffers()) {
    if (item.key().ends_with("running_mean")) item.value().normal_(0, 0.2);
    if (item.key().ends_with("running_var")) item.value().uniform_(0.5, 1.5);
  }
  network->score_head->weight.normal_(0, 0.5);
  network->shape_head->weight.normal_(0, 0.1);
  network->eval();
  return network;
}

model::Card card_of(bool whole_image) {
  model::Card card;
  card.name = "places";
  card.version = "1.0.0";
  card.title = card.intended_use = "A test";
  card.input.size = kSize;
  card.input.fit = model::Fit::letterbox;
  card.places = model::PlaceSpec{.stride = kDetectorStride, .threshold_origin = "by default"};
  if (whole_image) {
    card.task = model::Task::detection;
    model::Label& label = card.labels.emplace_back();
    label.name = label.column = "fracture";
    label.title = "Fracture";
    label.threshold_origin = label.calibration.fitted_on = "nothing";
    label.operating_points = {{"sensitive", 0.25, "by hand"}, {"specific", 0.75, "by hand"}};
  } else {
    card.task = model::Task::landmarks;
    card.structures = {{"T1", "first"}, {"T2", "second"}};
  }
  card.training.recipe = card.training.program = card.training.framework = "test";
  card.training.seeds = {1};
  card.training.data = {{"test", "test", "train", 1, 1, {}}};
  card.canary = {{"scores", {0}, 0.1}};
  card.weights_sha256 = std::string(64, 'a');
  return card;
}

model::Engine engine_of(const Detector& network, bool whole_image) {
  model::Package package;
  package.card = card_of(whole_image);
  package.card.canary.clear();
  package.weights = export_onnx(network, kSize).value();
  auto engine = model::Engine::load(package, {});
  if (!engine) throw std::runtime_error(engine.error().message);
  return std::move(*engine);
}

void expect_same(const model::Output& exported, const torch::Tensor& own) {
  const torch::Tensor flat = own.contiguous().view(-1);
  ASSERT_EQ(static_cast<long>(exported.values.size()), flat.numel());
  for (long i = 0; i < flat.numel(); ++i)
    ASSERT_NEAR(exported.values[static_cast<std::size_t>(i)], flat[i].item<float>(),
                1e-3 * (1 + std::abs(flat[i].item<float>())));
}

TEST(Detector, TheExportedFileAnswersAsTheNetworkDoes) {
  for (const bool whole_image : {true, false}) {
    Detector network = detector(whole_image);
    const auto engine = engine_of(network, whole_image);
    const torch::NoGradGuard no_gradient;
    const torch::Tensor x = torch::rand({1, 1, kSize, kSize}) * 2 - 1;
    const DetectorOutput own = network->forward(x);
    const image::Plane plane{
        kSize, kSize, {x.const_data_ptr<float>(), x.const_data_ptr<float>() + x.numel()}};
    const std::vector<std::string> names =
        whole_image ? std::vector<std::string>{"scores", "boxes", "logits", "features"}
                    : std::vector<std::string>{"scores", "corners"};
    const auto outputs = engine.run(std::span(&plane, 1), names).value().front();
    expect_same(outputs[0], own.scores);
    expect_same(outputs[1], own.shapes);
    if (!whole_image) continue;
    expect_same(outputs[2], own.logits);
    expect_same(outputs[3], own.features);
  }
}

TEST(Detector, ItsCardReadsBackAsItWasWritten) {
  for (const bool whole_image : {true, false}) {
    const model::Card card = card_of(whole_image);
    const std::string text = model::write_card(card);
    const auto read = model::parse_card(text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(model::write_card(*read), text);
    EXPECT_EQ(read->task, card.task);
    EXPECT_EQ(read->places->stride, kDetectorStride);
    EXPECT_NE(model::describe_card(*read).find("## Places"), std::string::npos);
  }
  model::Card card = card_of(true);
  card.places->stride = 7;  // does not divide 64
  EXPECT_FALSE(model::parse_card(model::write_card(card)));
}

// A folder as others have them: 24 films, half of them fractured, boxes where the files say.
class FolderTest : public testing::Test {
 protected:
  FolderTest()
      : folder(std::filesystem::temp_directory_path() / ("roentgen_boxes_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder / "images");
    image::Image film{48, 64, std::vector<std::uint16_t>(48 * 64)};
    for (int f = 0; f < 24; ++f) {
      for (int i = 0; i < 48 * 64; ++i)
        film.samples[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>((i * (f + 3) * 37) % 65536);
      const auto png = image::encode_png(film);
      std::ofstream(folder / "images" / name(f), std::ios::binary)
          .write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
    }
  }
  ~FolderTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  static std::string name(int f) { return "f" + std::to_string(f) + ".png"; }

  void write_table(bool with_label) {
    std::ofstream out(folder / "metadata.csv");
    out << (with_label ? "image,patient,fracture,hardware\n" : "image\n");
    for (int f = 0; f < 24; ++f) {
      out << name(f);
      if (with_label) out << ",p" << f / 2 << "," << f % 2 << "," << (f % 6 == 1);
      out << "\n";
    }
  }
  void write_boxes() {
    std::ofstream out(folder / "boxes.csv");
    out << "image,label,x,y,width,height\n";
    for (int f = 1; f < 24; f += 2) out << name(f) << ",fracture,10,12,20,15\n";
  }
  evaluation::Evaluation run() {
    const dataset::PictureTable set{dataset::read_table(folder).value(), {}};
    evaluation::EvaluationOptions options;
    options.metrics.samples = 20;
    auto done = evaluation::evaluate(engine_of(detector(true), true), set, "all", options);
    if (!done) throw std::runtime_error(done.error().message);
    return std::move(*done);
  }
  static bool has(const evaluation::Evaluation& e, const std::string& metric,
                  const std::string& group = "all") {
    return std::ranges::any_of(e.metrics,
                               [&](const auto& row) { return row.metric == metric && row.group == group; });
  }

  const std::filesystem::path folder;
};

TEST_F(FolderTest, FilmsAndPlacesAreMeasured) {
  write_table(true);
  write_boxes();
  const auto e = run();
  EXPECT_EQ(e.films, 24u);
  for (const char* metric :
       {"auc", "sensitivity_sensitive", "specificity_specific", "map50", "map30", "froc_sensitivity_0.5",
        "froc_sensitivity_1", "box_sensitivity", "false_boxes_per_film"})
    EXPECT_TRUE(has(e, metric)) << metric;
  EXPECT_TRUE(has(e, "auc", "hardware=0"));
  EXPECT_TRUE(has(e, "froc_sensitivity_1", "size=large"));
  EXPECT_EQ(e.scores.header, (std::vector<std::string>{"image", "patient", "fracture", "fracture_truth",
                                                       "fracture_boxes", "fracture_best_box"}));
}

TEST_F(FolderTest, WithoutBoxesTheFilmsAreStillMeasured) {
  write_table(true);
  const auto e = run();
  EXPECT_TRUE(has(e, "auc"));
  EXPECT_FALSE(has(e, "map50"));
  EXPECT_TRUE(std::ranges::any_of(e.remarks,
                                  [](const auto& r) { return r.find("no boxes.csv") != std::string::npos; }));
}

TEST_F(FolderTest, WithoutTheColumnTheBoxesTellTheTruth) {
  write_table(false);
  write_boxes();
  const auto e = run();
  EXPECT_TRUE(has(e, "auc"));
  EXPECT_TRUE(has(e, "map50"));
}

TEST_F(FolderTest, WithNeitherThereIsNothingToMeasure) {
  write_table(false);
  const dataset::PictureTable set{dataset::read_table(folder).value(), {}};
  const auto done = evaluation::evaluate(engine_of(detector(true), true), set, "all", {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::ErrorCode::unusable_input);
}

}  // namespace
}  // namespace roentgen::training
