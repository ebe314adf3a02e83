// The time of a pixel is the chain from its left neighbour's value to its own. What does not hang on that
// neighbour is taken out of the chain: two of the three gradients are quantised for a whole line at once, and
// a context keeps its Golomb parameter ready from its last update.
#include "dicom/jpeg_ls_lossless.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "dicom/entropy_bits.h"
#include "dicom/jpeg_ls_parameters.h"

namespace roentgen::dicom {
namespace {

using Bits = EntropyBits<Stuffing::zero_bit>;

constexpr std::array kRunOrders{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,  2,  3,  3,  3,  3,
                                4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15};  // J of T.87 A.2.1

// The smallest k with n * 2^k >= a (T.87 A.5.1).
int golomb_parameter(int a, int n) {
  const auto width = [](int value) { return 32 - std::countl_zero(static_cast<std::uint32_t>(value)); };
  const int k = std::max(0, width(a) - width(n));
  return k + ((n << k) < a ? 1 : 0);
}

struct Context {
  std::int32_t a = 0, b = 0;
  std::int16_t n = 1, c = 0;
  std::int8_t k = 0;
  std::int8_t turned = 0;  // -1: small errors are mapped the other way round (A.5.2)
};

struct RunContext {
  int a = 0, n = 1, negative = 0;
};

class Decoder {
 public:
  Decoder(const JpegLsParameters& parameters, std::size_t columns)
      : p_(parameters), columns_(columns), bits_(parameters.data), q12_(columns) {
    const int a = std::max(2, (p_.maximum + 1 + 32) >> 6);
    Context context;
    context.a = a;
    context.k = static_cast<std::int8_t>(golomb_parameter(a, 1));
    contexts_.fill(context);
    for (RunContext& run : runs_) run.a = a;
    quantised_.resize(2 * static_cast<std::size_t>(p_.maximum) + 1);
    for (int d = -p_.maximum; d <= p_.maximum; ++d)
      quantised_[static_cast<std::size_t>(d) + static_cast<std::size_t>(p_.maximum)] =
          static_cast<std::int8_t>(quantise(d));
  }

  // Both lines have a sample before their first and one after their last. False: damage.
  bool line(std::uint16_t* above, std::uint16_t* now) {
    now[-1] = above[0];
    above[columns_] = above[columns_ - 1];
    const std::int16_t* const q12 = quantise_line(above);
    const std::int8_t* const q3 = quantised_.data() + p_.maximum;
    Bits bits = bits_;  // a copy whose address is not taken stays in registers
    bool good = true;
    std::size_t x = 0;
    while (x < columns_) {
      const int q = q12[x] + q3[(above + x)[-1] - (now + x)[-1]];
      if (q == 0) [[unlikely]] {
        bits_ = bits;
        if (!(good = run(above, now, x))) break;
        bits = bits_;
        continue;
      }
      if (!(good = regular(bits, q, above + x, now + x))) break;
      ++x;
    }
    bits_ = bits;
    return good;
  }

  bool overdrawn() const { return bits_.overdrawn(); }
  bool at_end() { return bits_.at_end(); }

 private:
  int quantise(int d) const {
    const int size = std::abs(d);
    const int q = (size > 0) + (size >= p_.t1) + (size >= p_.t2) + (size >= p_.t3);
    return d < 0 ? -q : q;
  }

  // 81 Q1 + 9 Q2 of every pixel: the gradients above it.
  const std::int16_t* quantise_line(const std::uint16_t* above) {
    const std::int8_t* const table = quantised_.data() + p_.maximum;
    int before = table[above[0] - above[-1]];
    for (std::size_t x = 0; x < columns_; ++x) {
      const int next = table[above[x + 1] - above[x]];
      q12_[x] = static_cast<std::int16_t>(81 * next + 9 * before);
      before = next;
    }
    return q12_.data();
  }

  std::uint16_t wrapped(int value) const {
    if (value < 0) value += p_.maximum + 1;
    if (value > p_.maximum) value -= p_.maximum + 1;
    return static_cast<std::uint16_t>(value);
  }

  // A limited-length Golomb code (A.5.3); -1: damage. `limit` is of the unary part.
  [[gnu::always_inline]] int golomb(Bits& bits, int k, int limit) const {
    bits.refill();
    const int zeros = std::countl_zero(bits.ahead());
    if (zeros < limit && zeros + k <= 54) [[likely]] {
      const std::uint64_t rest = bits.ahead() << zeros << 1;
      bits.drop(zeros + 1 + k);
      return (zeros << k) | static_cast<int>(rest >> 1 >> (63 - k));
    }
    const LongCode code = long_golomb(bits, k, limit, zeros);
    bits = code.bits;
    return code.value;
  }

  struct LongCode {
    int value;
    Bits bits;
  };
  [[gnu::noinline]] LongCode long_golomb(Bits bits, int k, int limit, int zeros) const {
    if (zeros > limit || zeros > 54) return {-1, bits};
    bits.drop(zeros + 1);
    bits.refill();
    const int rest = zeros == limit ? static_cast<int>(bits.take(p_.bits)) + 1
                                    : (zeros << k) | (k == 0 ? 0 : static_cast<int>(bits.take(k)));
    return {rest, bits};
  }

  [[gnu::always_inline]] bool regular(Bits& bits, int q, const std::uint16_t* above, std::uint16_t* now) {
    const int sign = q >> 31;
    Context& context = contexts_[static_cast<std::size_t>((q ^ sign) - sign)];
    const int left = now[-1], top = above[0], corner = above[-1];
    const int least = std::min(left, top), most = std::max(left, top);
    int predicted = std::max(least, std::min(left + top - corner, most));
    predicted = std::max(0, std::min(predicted + ((context.c ^ sign) - sign), p_.maximum));
    const int mapped = golomb(bits, context.k, p_.limit - p_.bits - 1);
    if (mapped < 0) return false;
    const int error = (mapped >> 1) ^ -(mapped & 1) ^ context.turned;
    now[0] = wrapped(predicted + ((error ^ sign) - sign));
    update(context, error);
    // Only a damaged stream has errors beyond the range.
    return error <= p_.maximum && error >= -p_.maximum - 1;
  }

  // A.6
  void update(Context& context, int error) const {
    int a = context.a + std::abs(error), b = context.b + error, n = context.n, c = context.c;
    if (n == p_.reset) {
      a >>= 1;
      b >>= 1;
      n >>= 1;
    }
    ++n;
    // Without branches, which would be as unpredictable as the noise is. At most one of the two holds.
    const int low = b <= -n ? -1 : 0, high = b > 0 ? -1 : 0;
    b = std::max(1 - n, std::min(b + (n & low) - (n & high), 0));
    c = std::max(-128, std::min(c + low - high, 127));
    const int k = golomb_parameter(a, n);
    context.a = a;
    context.b = b;
    context.n = static_cast<std::int16_t>(n);
    context.c = static_cast<std::int16_t>(c);
    context.k = static_cast<std::int8_t>(k);
    context.turned = k == 0 && 2 * b <= -n ? -1 : 0;
  }

  // A.7: a run of the left neighbour's value, and the pixel that ends it.
  bool run(const std::uint16_t* above, std::uint16_t* now, std::size_t& x) {
    const std::uint16_t value = (now + x)[-1];
    while (true) {
      bits_.refill();
      const int order = kRunOrders[static_cast<std::size_t>(run_index_)];
      const std::size_t left = columns_ - x;
      if (bits_.take(1) == 1) {
        const std::size_t length = std::min(std::size_t{1} << order, left);
        std::fill_n(now + x, length, value);
        x += length;
        if (length == std::size_t{1} << order && run_index_ < 31) ++run_index_;
        if (x == columns_) return true;
        if (bits_.overdrawn()) return false;
        continue;
      }
      const std::size_t length = order == 0 ? 0 : bits_.take(order);
      if (length >= left) return false;
      std::fill_n(now + x, length, value);
      x += length;
      break;
    }
    if (!interruption(above[x], now + x)) return false;
    ++x;
    if (run_index_ > 0) --run_index_;
    return true;
  }

  bool interruption(int top, std::uint16_t* now) {
    const int left = now[-1];
    const int same = left == top ? 1 : 0;
    RunContext& run = runs_[static_cast<std::size_t>(same)];
    const int k = golomb_parameter(same == 1 ? run.a + (run.n >> 1) : run.a, run.n);
    const int order = kRunOrders[static_cast<std::size_t>(run_index_)];
    const int mapped = golomb(bits_, k, p_.limit - order - 1 - p_.bits - 1);
    if (mapped < 0) return false;
    const int doubled = mapped + same;
    const int odd = doubled & 1;
    const int size = (doubled + odd) / 2;
    const bool negative = (k != 0 || 2 * run.negative >= run.n) == (odd == 1);
    const int error = negative ? -size : size;
    if (error < 0) ++run.negative;
    run.a += (mapped + 1 - same) >> 1;
    if (run.n == p_.reset) {
      run.a >>= 1;
      run.n >>= 1;
      run.negative >>= 1;
    }
    ++run.n;
    now[0] = wrapped(top + (left > top ? -error : error));
    return size <= p_.maximum + 1;
  }

  const JpegLsParameters p_;
  const std::size_t columns_;
  Bits bits_;
  std::vector<std::int16_t> q12_;
  std::array<Context, 365> contexts_{};
  std::array<RunContext, 2> runs_{};
  std::vector<std::int8_t> quantised_;
  int run_index_ = 0;
};

template <class Sample>
void store_line(const std::uint16_t* line, std::size_t columns, std::byte* out) {
  for (std::size_t i = 0; i < columns; ++i) {
    const auto sample = static_cast<Sample>(line[i]);
    std::memcpy(out + i * sizeof(Sample), &sample, sizeof(Sample));
  }
}

}  // namespace

std::optional<base::Result<DecodedFrame>> decode_jpeg_ls_lossless(ByteView stream, const JpegHeader& header,
                                                                  const PixelFormat& format) {
  const auto parameters = read_jpeg_ls_parameters(stream, header);
  if (!parameters) return std::nullopt;
  DecodedFrame frame;
  frame.bits_used = header.precision;
  frame.bits_allocated = std::max(format.bits_allocated, header.precision <= 8 ? 8 : 16);
  if (frame.bits_allocated > 16) return std::nullopt;
  const auto columns = static_cast<std::size_t>(format.columns);
  const std::size_t line_bytes = columns * static_cast<std::size_t>(frame.bits_allocated) / 8;
  frame.samples = SampleBuffer::of_size(line_bytes * static_cast<std::size_t>(format.rows));
  Decoder decoder(*parameters, columns);
  std::vector<std::uint16_t> above(columns + 2), now(columns + 2);
  for (int y = 0; y < format.rows; ++y) {
    const bool good = decoder.line(above.data() + 1, now.data() + 1);
    if (decoder.overdrawn()) return undecodable("the JPEG-LS stream ends before its image is complete");
    if (!good) return undecodable("the JPEG-LS stream cannot be decoded: it is damaged");
    std::byte* const out = frame.samples.data() + static_cast<std::size_t>(y) * line_bytes;
    if (frame.bits_allocated == 8)
      store_line<std::uint8_t>(now.data() + 1, columns, out);
    else
      store_line<std::uint16_t>(now.data() + 1, columns, out);
    std::swap(above, now);
  }
  if (!decoder.at_end())
    return undecodable("the JPEG-LS stream does not end where its image does: it is damaged");
  return frame;
}

}  // namespace roentgen::dicom
