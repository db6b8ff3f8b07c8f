#include "tests/differential/values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "proto/rules/utf8.h"

namespace muster::differential {
namespace {

using parity::Random;

// Longest text that is made to a bound, and most entries.
constexpr int64_t kLongestText = 300;
constexpr int64_t kMostEntries = 24;
// A timestamp is from year 1 to 9999; a duration is at most 10,000 years.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
constexpr int64_t kLongestDuration = 315576000000;

int64_t Saturated(double value) {
  if (!(value > -9.2e18)) return std::numeric_limits<int64_t>::min();
  if (value > 9.2e18) return std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(value);
}

// A number of the samples, or one beside it.
int64_t Near(Random& random, const Samples& samples) {
  const int64_t value = random.Pick(samples.integers);
  const int64_t step = static_cast<int64_t>(random.Below(3)) - 1;
  if (step > 0 && value == std::numeric_limits<int64_t>::max()) return value;
  if (step < 0 && value == std::numeric_limits<int64_t>::min()) return value;
  return value + step;
}

std::string OfLength(Random& random, size_t length) {
  static const std::vector<std::string> letters = {
      "a",       "b",          "Z",      "0",      " ",          "-",          ".",
      "\u00e9",  "\u0175",     "\u20ac", "\u65e5", "\U0001f9ea", "\U0001f469", "\u200d",
      "e\u0301", "\U0010ffff", "\u07ff", "\u0800", "\uffff",     "\n"};
  const bool plain = random.Chance(0.4);
  std::string text;
  for (size_t i = 0; i < length; ++i) {
    // The letter with a mark counts as two.
    const std::string& letter = plain ? letters[random.Below(4)] : random.Pick(letters);
    text += letter;
    if (letter.size() == 3 && letter[0] == 'e') ++i;
  }
  return text;
}

std::string AroundSample(Random& random, std::string text) {
  switch (random.Below(6)) {
    case 0:
      return text + OfLength(random, 1);
    case 1:
      return OfLength(random, 1) + text;
    case 2:
      return text.empty() ? text : text.substr(0, text.size() - 1);
    case 3:
      return regex::Changed(random, text);
    default:
      return text;
  }
}

std::string Unchecked(Random& random, const Samples& samples) {
  if (!samples.patterns.empty() && random.Chance(0.4)) {
    return random.Pick(samples.patterns)->Any(random);
  }
  if (!samples.flags.empty() && random.Chance(0.6)) {
    const std::vector<std::string>& texts = TextsOfFormat(random.Pick(samples.flags));
    if (!texts.empty()) {
      const std::string text = random.Pick(texts);
      return random.Chance(0.3) ? regex::Changed(random, text) : text;
    }
  }
  if (!samples.texts.empty() && random.Chance(0.5)) {
    return AroundSample(random, random.Pick(samples.texts));
  }
  if (!samples.integers.empty() && random.Chance(0.7)) {
    const int64_t length = Near(random, samples);
    if (length >= 0 && length <= kLongestText) return OfLength(random, size_t(length));
  }
  return random.Chance(0.2) ? "" : OfLength(random, random.Below(12));
}

}  // namespace

int64_t SomeInteger(Random& random, const Samples& samples, int64_t least, int64_t most) {
  const std::array<int64_t, 6> edges = {0, 1, least, most, least + 1, most - 1};
  int64_t value = edges[random.Below(random.Chance(0.7) ? 2 : edges.size())];
  if (!samples.integers.empty() && random.Chance(0.7)) value = Near(random, samples);
  if (random.Chance(0.1)) value = static_cast<int64_t>(random.Next()) >> random.Below(63);
  return std::clamp(value, least, most);
}

uint64_t SomeNatural(Random& random, const Samples& samples, uint64_t most) {
  const std::array<uint64_t, 4> edges = {0, 1, most, most - 1};
  uint64_t value = edges[random.Below(edges.size())];
  if (!samples.integers.empty() && random.Chance(0.7)) {
    value = static_cast<uint64_t>(Near(random, samples));
  }
  if (random.Chance(0.1)) value = random.Next() >> random.Below(63);
  return std::min(value, most);
}

double SomeReal(Random& random, const Samples& samples, bool is_single) {
  static const std::vector<double> edges = {0.0,
                                            -0.0,
                                            1.0,
                                            -1.0,
                                            0.1,
                                            std::numeric_limits<double>::quiet_NaN(),
                                            std::numeric_limits<double>::infinity(),
                                            -std::numeric_limits<double>::infinity(),
                                            std::numeric_limits<double>::max(),
                                            std::numeric_limits<double>::denorm_min(),
                                            1e300};
  if (samples.reals.empty() || random.Chance(0.3)) return random.Pick(edges);
  const double value = random.Pick(samples.reals);
  const double away = std::numeric_limits<double>::infinity();
  switch (random.Below(6)) {
    case 0:
      return is_single ? std::nextafter(static_cast<float>(value), static_cast<float>(away))
                       : std::nextafter(value, away);
    case 1:
      return is_single ? std::nextafter(static_cast<float>(value), static_cast<float>(-away))
                       : std::nextafter(value, -away);
    case 2:
      return value + 1;
    case 3:
      return value - 1;
    case 4:
      return -value;
    default:
      return value;
  }
}

std::string SomeText(Random& random, const Samples& samples, bool is_bytes) {
  static const std::vector<size_t> sizes = {0, 1, 3, 4, 5, 15, 16, 17};
  if (is_bytes && random.Chance(0.25)) {
    std::string bytes;
    for (size_t size = random.Pick(sizes); size > 0; --size) {
      bytes += static_cast<char>(random.Next());
    }
    return bytes;
  }
  std::string text = Unchecked(random, samples);
  if (is_bytes || rules::IsUtf8(text)) return text;
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }),
             text.end());
  return text;
}

Time SomeTime(Random& random, const Samples& samples, bool is_timestamp) {
  Time time = {static_cast<int64_t>(random.Below(7)) - 3, 0};
  if (is_timestamp && random.Chance(0.4)) time = {kNow.seconds + time.seconds * 3600, 0};
  if (!samples.times.empty() && random.Chance(0.6)) {
    const Time base = random.Pick(samples.times);
    time = {base.seconds + (random.Chance(0.3) ? time.seconds : 0), base.nanos};
    if (is_timestamp && random.Chance(0.3)) time.seconds = kNow.seconds + base.seconds;
    if (is_timestamp && random.Chance(0.2)) time.seconds = kNow.seconds - base.seconds;
  }
  if (random.Chance(0.3)) time.nanos = static_cast<int32_t>(random.Below(3)) - 1;
  if (random.Chance(0.1)) time.nanos = random.Chance(0.5) ? 999999999 : -999999999;
  const int64_t least = is_timestamp ? kFirstSecond : -kLongestDuration;
  const int64_t most = is_timestamp ? kLastSecond : kLongestDuration;
  if (random.Chance(0.05)) time.seconds = random.Chance(0.5) ? least : most;
  time.seconds = std::clamp(time.seconds, least, most);
  // Both parts of a duration have one sign; the nanoseconds of a timestamp have none.
  const bool apart =
      is_timestamp ? time.nanos < 0
                   : (time.seconds > 0 && time.nanos < 0) || (time.seconds < 0 && time.nanos > 0);
  if (apart) time.nanos = -time.nanos;
  if (!is_timestamp && (time.seconds == least || time.seconds == most)) time.nanos = 0;
  return time;
}

int SomeCount(Random& random, const Samples& samples) {
  if (!samples.integers.empty() && random.Chance(0.6)) {
    const int64_t count = Near(random, samples);
    if (count >= 0 && count <= kMostEntries) return static_cast<int>(count);
  }
  if (!samples.reals.empty() && random.Chance(0.05)) {
    return static_cast<int>(std::clamp<int64_t>(Saturated(samples.reals[0]), 0, kMostEntries));
  }
  return static_cast<int>(random.Below(5));
}

}  // namespace muster::differential
