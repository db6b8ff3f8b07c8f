#include "proto/plugin/regex/program.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>

namespace muster::plugin::regex {
namespace {

using Kind = Node::Kind;
constexpr size_t kMaxSteps = 50000;

// One to four ranges of bytes, one after the other.
struct ByteSequence {
  std::array<std::pair<uint8_t, uint8_t>, 4> ranges;
  int length = 0;
};

int EncodedLength(uint32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

std::array<uint8_t, 4> Encode(uint32_t point, int length) {
  static constexpr uint8_t kLead[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
  std::array<uint8_t, 4> out{};
  for (int i = length - 1; i > 0; --i, point >>= 6) {
    out[static_cast<size_t>(i)] = static_cast<uint8_t>(0x80 | (point & 0x3f));
  }
  out[0] = static_cast<uint8_t>(kLead[length] | point);
  return out;
}

// From U+0080 on to the end RE2 does not look closely: any lead byte with as many bytes behind it.
constexpr ByteSequence kBeyondAscii[] = {
    {{{{0xc2, 0xdf}, {0x80, 0xbf}}}, 2},
    {{{{0xe0, 0xef}, {0x80, 0xbf}, {0x80, 0xbf}}}, 3},
    {{{{0xf0, 0xf4}, {0x80, 0xbf}, {0x80, 0xbf}, {0x80, 0xbf}}}, 4}};

// Cuts a range of code points where its UTF-8 stops being a product of byte ranges. Surrogates,
// which have no UTF-8, are written as if they had, as RE2 does.
void SplitRange(uint32_t first, uint32_t last, std::vector<ByteSequence>& out) {
  if (first > last) return;
  if (first == 0x80 && last == kLastCodePoint) {
    out.insert(out.end(), std::begin(kBeyondAscii), std::end(kBeyondAscii));
    return;
  }
  for (const uint32_t edge : {0x7fu, 0x7ffu, 0xffffu}) {
    if (first <= edge && last > edge) {
      SplitRange(first, edge, out);
      SplitRange(edge + 1, last, out);
      return;
    }
  }
  const int length = EncodedLength(first);
  for (int i = 1; i < length; ++i) {
    const uint32_t mask = (1u << (6 * i)) - 1;
    if ((first & ~mask) == (last & ~mask)) continue;
    if ((first & mask) != 0) {
      SplitRange(first, first | mask, out);
      SplitRange((first | mask) + 1, last, out);
      return;
    }
    if ((last & mask) != mask) {
      SplitRange(first, (last & ~mask) - 1, out);
      SplitRange(last & ~mask, last, out);
      return;
    }
  }
  const auto low = Encode(first, length);
  const auto high = Encode(last, length);
  ByteSequence sequence;
  sequence.length = length;
  for (size_t i = 0; i < static_cast<size_t>(length); ++i) sequence.ranges[i] = {low[i], high[i]};
  out.push_back(sequence);
}

// Builds from the end: each part is given the step that follows it.
class Builder {
 public:
  explicit Builder(Program& program) : program_(program) {}

  bool Run(const Tree& tree) {
    program_.steps.assign(1, Step());
    program_.start = Build(*tree, 0);
    return program_.steps.size() <= kMaxSteps;
  }

 private:
  int Add(const Step& step) {
    if (program_.steps.size() > kMaxSteps) return 0;
    program_.steps.push_back(step);
    return static_cast<int>(program_.steps.size()) - 1;
  }

  int Split(int next, int other) {
    Step step;
    step.kind = Step::Kind::kSplit;
    step.next = next;
    step.other = other;
    return Add(step);
  }

  int Bytes(uint8_t first, uint8_t last, int next) {
    Step step;
    step.kind = Step::Kind::kByte;
    step.first = first;
    step.last = last;
    step.next = next;
    return Add(step);
  }

  int Build(const Node& node, int next) {
    if (program_.steps.size() > kMaxSteps) return 0;
    switch (node.kind) {
      case Kind::kEmpty:
        return next;
      case Kind::kSet:
        return BuildSet(node.set, next);
      case Kind::kAnyByte:
        return Bytes(0, 255, next);
      case Kind::kSequence:
        for (size_t i = node.parts.size(); i-- > 0;) next = Build(*node.parts[i], next);
        return next;
      case Kind::kChoice: {
        int out = Build(*node.parts.back(), next);
        for (size_t i = node.parts.size() - 1; i-- > 0;)
          out = Split(Build(*node.parts[i], next), out);
        return out;
      }
      case Kind::kRepeat:
        return BuildRepeat(node, next);
      default: {
        Step step;
        step.kind = Step::Kind::kAssert;
        step.assertion = node.kind;
        step.next = next;
        return Add(step);
      }
    }
  }

  int BuildRepeat(const Node& node, int next) {
    const Node& part = *node.parts[0];
    int out = next;
    if (node.most < 0) {
      out = Split(-1, next);
      const int body = Build(part, out);
      program_.steps[static_cast<size_t>(out)].next = body;
    } else {
      for (int i = node.least; i < node.most; ++i) out = Split(Build(part, out), next);
    }
    for (int i = 0; i < node.least; ++i) out = Build(part, out);
    return out;
  }

  int BuildSet(const CharacterSet& set, int next) {
    std::vector<ByteSequence> sequences;
    for (const Range& range : set) SplitRange(range.first, range.last, sequences);
    // Sequences share the steps of equal ends.
    std::map<std::tuple<uint8_t, uint8_t, int>, int> made;
    int out = -1;
    for (const ByteSequence& sequence : sequences) {
      int step = next;
      for (int i = sequence.length - 1; i >= 0; --i) {
        const auto [first, last] = sequence.ranges[static_cast<size_t>(i)];
        int& known = made[{first, last, step}];
        if (known == 0) known = Bytes(first, last, step);
        step = known;
      }
      out = out < 0 ? step : Split(step, out);
    }
    // An empty set matches nothing: a byte step with an empty range.
    return out < 0 ? Bytes(1, 0, next) : out;
  }

  Program& program_;
};

}  // namespace

bool BuildProgram(const Tree& tree, Program& program) { return Builder(program).Run(tree); }

}  // namespace muster::plugin::regex
