#include "proto/plugin/regex/syntax.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "proto/plugin/regex/character_set.h"

namespace muster::plugin::regex {
namespace {

using Kind = Node::Kind;

struct Flags {
  bool fold_case = false;
  bool multi_line = false;
  bool dot_is_all = false;
};

Tree Leaf(Kind kind) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  return node;
}

std::shared_ptr<Node> Around(Kind kind, std::vector<Tree> parts) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  for (const Tree& part : parts) node->depth = std::max(node->depth, part->depth + 1);
  node->parts = std::move(parts);
  return node;
}

// Groups in groups, repetitions of repetitions: bounds the recursion.
constexpr int kMaxDepth = 1000;

// Reads what RE2 has already found to be in order.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : rest_(pattern) {}

  // Null with `error` set if it is too deep.
  Tree Run(std::string& error) {
    Tree tree = Choice(Flags());
    if (too_deep_) {
      error = "groups and repetitions are more than 1000 deep inside each other: write it flatter";
    } else if (!rest_.empty()) {
      error = "pattern is not understood";
    }
    return error.empty() ? tree : nullptr;
  }

 private:
  bool Sees(std::string_view text) const { return rest_.starts_with(text); }
  bool Take(std::string_view text) {
    if (!Sees(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  // `(?i)` in the middle holds until the group ends: flags go through the alternatives.
  Tree Choice(Flags flags) {
    std::vector<Tree> choices;
    do {
      choices.push_back(Sequence(flags));
    } while (Take("|"));
    return Parts(Kind::kChoice, std::move(choices));
  }

  Tree Sequence(Flags& flags) {
    std::vector<Tree> parts;
    while (!rest_.empty() && !Sees("|") && !Sees(")")) {
      if (Take("\\Q")) {
        while (!rest_.empty() && !Take("\\E")) parts.push_back(Single(TakeCodePoint(), flags));
        continue;
      }
      // Behind "\E" or "(?i)" a repetition is of what stands before.
      if (!parts.empty() && SeesRepeat()) {
        parts.back() = Repeats(std::move(parts.back()));
        continue;
      }
      Tree atom = Atom(flags);
      if (atom == nullptr) continue;
      parts.push_back(Repeats(std::move(atom)));
    }
    return parts.empty() ? Leaf(Kind::kEmpty) : Parts(Kind::kSequence, std::move(parts));
  }

  bool SeesRepeat() {
    if (Sees("*") || Sees("+") || Sees("?")) return true;
    const std::string_view before = rest_;
    int least = 0;
    int most = 0;
    const bool counts = Count(least, most);
    rest_ = before;
    return counts;
  }

  Tree Repeats(Tree atom) {
    for (;;) {
      int least = 0;
      int most = -1;
      if (Take("*")) {
      } else if (Take("+")) {
        least = 1;
      } else if (Take("?")) {
        most = 1;
      } else if (!Count(least, most)) {
        return atom;
      }
      Take("?");
      auto node = Around(Kind::kRepeat, {std::move(atom)});
      node->least = least;
      node->most = most;
      if (node->depth > kMaxDepth) return TooDeep();
      atom = std::move(node);
    }
  }

  // {n}, {n,} or {n,m}; anything else in braces is text.
  bool Count(int& least, int& most) {
    const std::string_view before = rest_;
    if (Take("{") && Number(least)) {
      most = least;
      if (!Take(",") || (most = -1, Sees("}")) || Number(most)) {
        if (Take("}")) return true;
      }
    }
    rest_ = before;
    return false;
  }

  bool Number(int& value) {
    const size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    // "{02}" is text.
    const bool padded = digits > 1 && rest_[0] == '0';
    if (digits == 0 || digits > 4 || padded) return false;
    value = std::stoi(std::string(rest_.substr(0, digits)));
    rest_.remove_prefix(digits);
    return true;
  }

  uint32_t TakeCodePoint() {
    const auto first = static_cast<unsigned char>(rest_[0]);
    const int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t point = length == 1 ? first : first & (0xff >> (length + 1));
    for (int i = 1; i < length; ++i) point = point << 6 | (rest_[static_cast<size_t>(i)] & 0x3f);
    rest_.remove_prefix(static_cast<size_t>(length));
    return point;
  }

  static Tree Set(CharacterSet set, const Flags& flags) {
    auto node = std::make_shared<Node>();
    node->kind = Kind::kSet;
    node->set = flags.fold_case ? FoldCase(Normalize(std::move(set))) : Normalize(std::move(set));
    return node;
  }
  static Tree Single(uint32_t point, const Flags& flags) { return Set({{point, point}}, flags); }

  // Null for a group that only sets flags.
  Tree Atom(Flags& flags) {
    if (Take("(")) return Group(flags);
    if (Take("[")) return Class(flags);
    if (Take(".")) return Dot(flags);
    if (Take("^")) return Leaf(flags.multi_line ? Kind::kLineBegin : Kind::kTextBegin);
    if (Take("$")) return Leaf(flags.multi_line ? Kind::kLineEnd : Kind::kTextEnd);
    if (Take("\\A")) return Leaf(Kind::kTextBegin);
    if (Take("\\z")) return Leaf(Kind::kTextEnd);
    if (Take("\\b")) return Leaf(Kind::kWordEdge);
    if (Take("\\B")) return Leaf(Kind::kNoWordEdge);
    if (Take("\\C")) return Leaf(Kind::kAnyByte);
    if (!Sees("\\")) return Single(TakeCodePoint(), flags);
    CharacterSet set;
    if (ClassEscape(flags, set)) return Set(std::move(set), Flags());
    return Single(Escape(), flags);
  }

  static Tree Dot(const Flags& flags) {
    CharacterSet set = {{0, kLastCodePoint}};
    if (!flags.dot_is_all) set = Complement({{'\n', '\n'}});
    return Set(std::move(set), Flags());
  }

  Tree Group(Flags& flags) {
    Flags inner = flags;
    if (Take("?P<") || (Sees("?<") && Take("?<"))) {
      rest_.remove_prefix(rest_.find('>') + 1);
    } else if (Take("?")) {
      bool value = true;
      for (; !Sees(":") && !Sees(")"); rest_.remove_prefix(1)) {
        if (rest_[0] == '-') value = false;
        if (rest_[0] == 'i') inner.fold_case = value;
        if (rest_[0] == 'm') inner.multi_line = value;
        if (rest_[0] == 's') inner.dot_is_all = value;
      }
      if (Take(")")) {
        flags = inner;
        return nullptr;
      }
      Take(":");
    }
    if (depth_ == kMaxDepth) return TooDeep();
    ++depth_;
    Tree tree = Choice(inner);
    --depth_;
    Take(")");
    return tree;
  }

  Tree Parts(Kind kind, std::vector<Tree> parts) {
    if (parts.size() == 1) return parts[0];
    Tree tree = Around(kind, std::move(parts));
    return tree->depth > kMaxDepth ? TooDeep() : tree;
  }

  // Reads no further.
  Tree TooDeep() {
    too_deep_ = true;
    rest_ = {};
    return Leaf(Kind::kEmpty);
  }

  // The complement is taken of what is folded: with (?i), \W has none that folds to a letter.
  static CharacterSet FoldedClass(char letter) {
    CharacterSet set;
    PerlClass(static_cast<char>(letter | 0x20), set);
    set = FoldCase(set);
    return letter >= 'A' && letter <= 'Z' ? Complement(set) : set;
  }

  // On a backslash: \d, \pL and their like, in every case where that is asked for.
  bool ClassEscape(const Flags& flags, CharacterSet& set) {
    if (rest_.size() < 2) return false;
    if (PerlClass(rest_[1], set)) {
      if (flags.fold_case) set = FoldedClass(rest_[1]);
      rest_.remove_prefix(2);
      return true;
    }
    if ((rest_[1] | 0x20) != 'p') return false;
    const size_t length = rest_.substr(2, 1) == "{" ? rest_.find('}') + 1 : 3;
    const std::string name(rest_.substr(0, length));
    rest_.remove_prefix(length);
    set = AskRe2(flags.fold_case ? "(?i:" + name + ")" : name);
    return true;
  }

  // On a backslash: a single character.
  uint32_t Escape() {
    rest_.remove_prefix(1);
    static constexpr std::pair<char, uint32_t> kNamed[] = {{'a', 7},    {'f', '\f'}, {'t', '\t'},
                                                           {'n', '\n'}, {'r', '\r'}, {'v', '\v'}};
    for (const auto& [letter, point] : kNamed) {
      if (Take(std::string_view(&letter, 1))) return point;
    }
    if (Take("x{")) return Digits(rest_.find('}'), 16, 1);
    if (Take("x")) return Digits(2, 16, 0);
    if (rest_[0] >= '0' && rest_[0] <= '7') {
      const size_t end = std::min(rest_.find_first_not_of("01234567"), rest_.size());
      return Digits(std::min<size_t>(end, 3), 8, 0);
    }
    return TakeCodePoint();
  }

  uint32_t Digits(size_t count, int base, size_t skip) {
    const auto value = std::stoul(std::string(rest_.substr(0, count)), nullptr, base);
    rest_.remove_prefix(count + skip);
    return static_cast<uint32_t>(value);
  }

  // Behind "[".
  Tree Class(const Flags& flags) {
    const bool negated = Take("^");
    // Single characters and ranges; classes by name have their cases already.
    CharacterSet set;
    CharacterSet named;
    for (bool first = true; first || !Sees("]"); first = false) {
      CharacterSet more;
      if ((Sees("[:") && NamedClass(flags, more)) || (Sees("\\") && ClassEscape(flags, more))) {
        named.insert(named.end(), more.begin(), more.end());
        continue;
      }
      const uint32_t from = Sees("\\") ? Escape() : TakeCodePoint();
      uint32_t to = from;
      if (Sees("-") && !Sees("-]")) {
        Take("-");
        to = Sees("\\") ? Escape() : TakeCodePoint();
      }
      set.push_back({from, to});
    }
    Take("]");
    set = Normalize(std::move(set));
    if (flags.fold_case) set = FoldCase(set);
    set.insert(set.end(), named.begin(), named.end());
    set = Normalize(std::move(set));
    return Set(negated ? Complement(set) : set, Flags());
  }

  bool NamedClass(const Flags& flags, CharacterSet& set) {
    const size_t end = rest_.find(":]");
    if (end == std::string_view::npos) return false;
    std::string_view name = rest_.substr(2, end - 2);
    const bool negated = name.starts_with('^');
    if (negated) name.remove_prefix(1);
    if (!PosixClass(name, set)) return false;
    if (flags.fold_case) set = FoldCase(set);
    if (negated) set = Complement(set);
    rest_.remove_prefix(end + 2);
    return true;
  }

  std::string_view rest_;
  int depth_ = 0;
  bool too_deep_ = false;
};

}  // namespace

Tree ParsePattern(std::string_view pattern, std::string& error) {
  const RE2 re2(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet);
  if (!re2.ok()) {
    error = re2.error();
    return nullptr;
  }
  return Parser(pattern).Run(error);
}

}  // namespace muster::plugin::regex
