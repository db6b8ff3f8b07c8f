#include "proto/plugin/regex/automaton.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "proto/plugin/regex/program.h"

namespace muster::plugin::regex {
namespace {

using Assertion = Node::Kind;

constexpr int kEnd = 256;  // Stands for the end of the text where a byte is looked at.
// Before minimisation there may be more states than the table may have.
constexpr size_t kMaxBuilt = 16 * kMaxStates;
// Steps looked at and states compared before a pattern counts as too large: about a second.
constexpr size_t kMaxWork = 60'000'000;

bool IsWord(int byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
         (byte >= 'a' && byte <= 'z');
}

// What stands before a position, as far as assertions ask.
enum Before { kTextStart, kNewline, kWordByte, kOtherByte };

// The places a search may be in, and what stands before them.
struct Place {
  std::vector<int> steps;  // Sorted; not yet followed through splits and assertions.
  Before before = kTextStart;

  auto operator<=>(const Place&) const = default;
};

// Builds the automaton by trying every class of bytes in every place it gets to.
class Builder {
 public:
  Builder(const Program& program, Automaton& automaton) : program_(program), out_(automaton) {
    FindAssertions();
    FindClasses();
  }

  bool Run() {
    Find({{program_.start}, Reduce(kTextStart)});
    for (size_t i = 0; i < places_.size(); ++i) {
      if (places_.size() > kMaxBuilt || work_ > kMaxWork) return false;
      const Place place = places_[i];
      // What is reached depends on the byte only as far as assertions look at it.
      std::array<std::optional<Reached>, 3> reached;
      std::vector<int> row;
      for (uint32_t c = 0; c < out_.class_count; ++c) {
        const int byte = byte_of_class_[c];
        std::optional<Reached>& known = reached[KindOf(byte)];
        if (!known.has_value()) known = Reaches(place, byte);
        row.push_back(Move(*known, byte));
      }
      rows_.push_back(std::move(row));
      accepts_.push_back(Reaches(place, kEnd).matched);
    }
    return Minimize();
  }

 private:
  static constexpr int kLost = -1;
  static constexpr int kMatched = -2;

  struct Reached {
    bool matched = false;
    std::vector<int> byte_steps;
  };

  void FindAssertions() {
    for (const Step& step : program_.steps) {
      if (step.kind != Step::Kind::kAssert) continue;
      asks_word_ |=
          step.assertion == Assertion::kWordEdge || step.assertion == Assertion::kNoWordEdge;
      asks_line_ |=
          step.assertion == Assertion::kLineBegin || step.assertion == Assertion::kLineEnd;
      asks_start_ |=
          step.assertion == Assertion::kTextBegin || step.assertion == Assertion::kLineBegin;
    }
  }

  // Bytes that no step and no assertion tells apart are one class.
  void FindClasses() {
    std::array<bool, 257> begins{};
    begins[0] = true;
    const auto cut = [&](int first, int last) {
      begins[static_cast<size_t>(first)] = true;
      begins[static_cast<size_t>(last) + 1] = true;
    };
    for (const Step& step : program_.steps) {
      if (step.kind == Step::Kind::kByte && step.first <= step.last) cut(step.first, step.last);
    }
    if (asks_line_) cut('\n', '\n');
    if (asks_word_) cut('0', '9'), cut('A', 'Z'), cut('_', '_'), cut('a', 'z');
    // Classes are told apart by what they do, so that [a-zA-Z] is one.
    std::map<std::vector<bool>, uint8_t> known;
    for (int byte = 0; byte < 256; ++byte) {
      const auto at = static_cast<size_t>(byte);
      if (!begins[at]) {
        out_.class_of_byte[at] = out_.class_of_byte[at - 1];
        continue;
      }
      std::vector<bool> profile = {asks_line_ && byte == '\n', asks_word_ && IsWord(byte)};
      for (const Step& step : program_.steps) {
        if (step.kind == Step::Kind::kByte) {
          profile.push_back(byte >= step.first && byte <= step.last);
        }
      }
      const auto [entry, added] = known.emplace(std::move(profile), known.size());
      if (added) byte_of_class_.push_back(byte);
      out_.class_of_byte[at] = entry->second;
    }
    out_.class_count = static_cast<uint32_t>(known.size());
  }

  Before Reduce(Before before) const {
    if (before == kTextStart && (asks_start_ || asks_word_)) return kTextStart;
    if (before == kNewline && asks_line_) return kNewline;
    return before == kWordByte && asks_word_ ? kWordByte : kOtherByte;
  }

  static bool Holds(Assertion assertion, Before before, int next) {
    const bool edge = (before == kWordByte) != IsWord(next);
    switch (assertion) {
      case Assertion::kTextBegin:
        return before == kTextStart;
      case Assertion::kLineBegin:
        return before == kTextStart || before == kNewline;
      case Assertion::kTextEnd:
        return next == kEnd;
      case Assertion::kLineEnd:
        return next == kEnd || next == '\n';
      case Assertion::kWordEdge:
        return edge;
      default:
        return !edge;
    }
  }

  // Which bytes assertions tell apart.
  size_t KindOf(int byte) const {
    if (asks_line_ && byte == '\n') return 1;
    return asks_word_ && IsWord(byte) ? 2 : 0;
  }

  // Follows splits and assertions from `place` when `next` comes.
  Reached Reaches(const Place& place, int next) {
    Reached out;
    std::vector<bool> seen(program_.steps.size());
    std::vector<int> open = place.steps;
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      if (at < 0 || seen[static_cast<size_t>(at)]) continue;
      seen[static_cast<size_t>(at)] = true;
      ++work_;
      const Step& step = program_.steps[static_cast<size_t>(at)];
      if (step.kind == Step::Kind::kMatch) out.matched = true;
      if (step.kind == Step::Kind::kByte) out.byte_steps.push_back(at);
      if (step.kind == Step::Kind::kSplit) open.insert(open.end(), {step.next, step.other});
      if (step.kind == Step::Kind::kAssert && Holds(step.assertion, place.before, next)) {
        open.push_back(step.next);
      }
    }
    return out;
  }

  int Move(const Reached& reached, int byte) {
    if (reached.matched) return kMatched;
    work_ += reached.byte_steps.size();
    Place to;
    for (const int at : reached.byte_steps) {
      const Step& step = program_.steps[static_cast<size_t>(at)];
      if (byte >= step.first && byte <= step.last) to.steps.push_back(step.next);
    }
    // A match may also begin behind this byte.
    to.steps.push_back(program_.start);
    std::sort(to.steps.begin(), to.steps.end());
    to.steps.erase(std::unique(to.steps.begin(), to.steps.end()), to.steps.end());
    to.before = Reduce(byte == '\n' ? kNewline : IsWord(byte) ? kWordByte : kOtherByte);
    return Find(std::move(to));
  }

  int Find(Place place) {
    const auto [entry, added] = numbers_.emplace(place, static_cast<int>(places_.size()));
    if (added) places_.push_back(std::move(place));
    return entry->second;
  }

  // Merges states that behave alike: starts from what they accept and splits until nothing differs.
  // Lost and matched are two more states, the last two.
  bool Minimize() {
    const size_t count = rows_.size();
    const size_t lost = count;
    const size_t matched = count + 1;
    std::vector<int> block(count + 2, 0);
    for (size_t i = 0; i < count; ++i) block[i] = accepts_[i] ? 1 : 0;
    block[matched] = 2;
    const auto target = [&](size_t state, size_t c) -> size_t {
      if (state >= lost) return state;
      const int to = rows_[state][c];
      return to == kLost ? lost : to == kMatched ? matched : static_cast<size_t>(to);
    };
    size_t blocks = 0;
    while (work_ <= kMaxWork) {
      work_ += block.size() * out_.class_count;
      std::map<std::vector<int>, int> known;
      std::vector<int> refined(block.size());
      for (size_t i = 0; i < block.size(); ++i) {
        std::vector<int> key = {block[i]};
        for (size_t c = 0; c < out_.class_count; ++c) key.push_back(block[target(i, c)]);
        refined[i] = known.emplace(std::move(key), static_cast<int>(known.size())).first->second;
      }
      block = std::move(refined);
      if (known.size() == blocks) return Write(block, blocks, target);
      blocks = known.size();
    }
    return false;
  }

  // Numbers the blocks: lost 0, matched 1, then those that do not accept at the end, then those
  // that do.
  template <typename Target>
  bool Write(const std::vector<int>& block, size_t blocks, const Target& target) {
    const size_t lost = rows_.size();
    std::vector<int> number(blocks, -1);
    std::vector<size_t> member(blocks);
    number[static_cast<size_t>(block[lost])] = 0;
    number[static_cast<size_t>(block[lost + 1])] = 1;
    member[0] = lost, member[1] = lost + 1;
    int next = 2;
    for (const bool accepting : {false, true}) {
      if (accepting) out_.first_accepting = static_cast<uint32_t>(next);
      for (size_t i = 0; i < lost; ++i) {
        int& own = number[static_cast<size_t>(block[i])];
        if (own >= 0 || accepts_[i] != accepting) continue;
        member[static_cast<size_t>(next)] = i;
        own = next++;
      }
    }
    out_.state_count = static_cast<uint32_t>(next);
    out_.start = static_cast<uint32_t>(number[static_cast<size_t>(block[0])]);
    for (uint32_t state = 0; state < out_.state_count; ++state) {
      for (uint32_t c = 0; c < out_.class_count; ++c) {
        const size_t to = target(member[state], c);
        out_.next.push_back(static_cast<uint32_t>(number[static_cast<size_t>(block[to])]));
      }
    }
    return out_.state_count <= kMaxStates;
  }

  const Program& program_;
  Automaton& out_;
  bool asks_word_ = false;
  bool asks_line_ = false;
  bool asks_start_ = false;
  std::vector<int> byte_of_class_;
  std::vector<Place> places_;
  std::map<Place, int> numbers_;
  std::vector<std::vector<int>> rows_;
  std::vector<bool> accepts_;
  size_t work_ = 0;
};

}  // namespace

bool Automaton::Matches(std::string_view text) const {
  uint32_t state = start;
  for (const char c : text) {
    if (state <= 1) break;
    state = next[state * class_count + class_of_byte[static_cast<unsigned char>(c)]];
  }
  return state == 1 || state >= first_accepting;
}

bool CompilePattern(std::string_view pattern, Automaton& automaton, std::string& error) {
  automaton = {};
  const Tree tree = ParsePattern(pattern, error);
  if (tree == nullptr) return false;
  Program program;
  if (BuildProgram(tree, program) && Builder(program, automaton).Run()) return true;
  error = "pattern takes more than " + std::to_string(kMaxStates) +
          " states: anchor it with ^ and $, or put bounds of length in min_len and max_len instead "
          "of {n,m}";
  return false;
}

}  // namespace muster::plugin::regex
