#include "tests/parity/text_samples.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace muster::parity {
namespace {

constexpr char kNoControls[] = R"(^[^\x00-\x1f\x7f]*$)";
constexpr char kCallName[] = "^calls/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
constexpr char kConferenceName[] = "^conferences/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
constexpr char kWebAddress[] = R"(^https?://[^\s/?#]+\S*$)";

// Longest text made for its own sake.
constexpr size_t kUsualLengthCharacters = 24;

std::string AsciiOf(Random& random, const char* alphabet, size_t count) {
  const std::string from = alphabet;
  std::string text;
  for (size_t i = 0; i < count; ++i) text += from[random.Below(from.size())];
  return text;
}

std::string OneControl(Random& random) {
  const size_t which = random.Below(33);
  return std::string(1, which == 32 ? '\x7f' : static_cast<char>(which));
}

std::string Label(Random& random, size_t length) {
  std::string label = AsciiOf(random, "abcdefghijklmnopqrstuvwxyz0123456789-", length);
  if (length > 0) label.front() = 'a', label.back() = 'z';
  return label;
}

std::string GoodEmail(Random& random, size_t max_length) {
  if (max_length > 0 && random.Chance(0.1)) {
    // Exactly as long as it may be.
    std::string email = AsciiOf(random, "abc.+-_!#$%&'*/=?^`{|}~", 40) + "@";
    while (email.size() + 64 <= max_length) email += Label(random, 63) + ".";
    const size_t rest = max_length - email.size();
    return rest == 0 ? email.substr(0, email.size() - 2) + "zz" : email + Label(random, rest);
  }
  static const std::vector<std::string> samples = {"ann@example.org",
                                                   "a@b",
                                                   "o'neil+x@sub.example.co.uk",
                                                   ".@x",
                                                   "..a..@x-y.z",
                                                   "A@B.C",
                                                   "{}|~`!#$%&'*+/=?^_-@example.org",
                                                   "1@2.3",
                                                   "ann@xn--bcher-kva.example",
                                                   "a@b.c.d.e.f.g.h"};
  if (random.Chance(0.5)) return random.Pick(samples);
  return AsciiOf(random, "abcdefg.123", 1 + random.Below(20)) + "@" +
         Label(random, 1 + random.Below(63)) + "." + Label(random, 1 + random.Below(10));
}

std::string BadEmail(Random& random) {
  static const std::vector<std::string> samples = {"ann",
                                                   "@",
                                                   "ann@",
                                                   "@example.org",
                                                   "ann@@example.org",
                                                   "ann@example..org",
                                                   "ann@-a.org",
                                                   "ann@a-.org",
                                                   "ann@example.org.",
                                                   "ann example@example.org",
                                                   "ann@exa mple.org",
                                                   " ann@b.c",
                                                   "ann@b.c ",
                                                   "ann@b.c\n",
                                                   "\"ann\"@example.org",
                                                   "ann@[127.0.0.1]",
                                                   "ann@example_x.org",
                                                   "\xc3\xa9@example.org",
                                                   "ann@b\xc3\xbc"
                                                   "cher.example",
                                                   "<ann@example.org>",
                                                   "ann@b,c",
                                                   "mailto:ann@example.org",
                                                   "ann(c)@example.org",
                                                   "ann@example.org\xf0\x9f\xa7\xaa"};
  if (random.Chance(0.2)) return "ann@" + Label(random, 64) + ".org";
  if (random.Chance(0.2)) return SomeText(random, 1 + random.Below(12), true);
  return random.Pick(samples);
}

std::string GoodUuid(Random& random) {
  std::string uuid = AsciiOf(random, "0123456789abcdefABCDEF", 36);
  for (const size_t dash : {8, 13, 18, 23}) uuid[dash] = '-';
  return uuid;
}

std::string BadUuid(Random& random) {
  std::string uuid = GoodUuid(random);
  switch (random.Below(6)) {
    case 0:
      return uuid.substr(1);
    case 1:
      return uuid + "0";
    case 2:
      return "{" + uuid + "}";
    case 3:
      uuid.erase(std::remove(uuid.begin(), uuid.end(), '-'), uuid.end());
      return uuid;
    case 4:
      uuid[random.Below(uuid.size())] = 'g';
      return uuid;
    default:
      return uuid + "\n";
  }
}

std::string GoodName(Random& random, const std::string& collection) {
  static const std::vector<size_t> lengths = {1, 2, 3, 62, 63};
  return collection + "/" + Label(random, random.Pick(lengths));
}

std::string BadName(Random& random, const std::string& collection) {
  const std::string good = GoodName(random, collection);
  switch (random.Below(7)) {
    case 0:
      return collection + "/" + Label(random, 64);
    case 1:
      return collection + "/";
    case 2:
      return collection + "/-a";
    case 3:
      return good.substr(0, good.size() - 1) + "-";
    case 4:
      return good + "\n";
    case 5:
      return "x" + good;
    default:
      return collection + "/A";
  }
}

std::string GoodWebAddress(Random& random) {
  static const std::vector<std::string> samples = {"https://example.org/report",
                                                   "http://a",
                                                   "https://example.org?q=1#f",
                                                   "http://x//",
                                                   "https://user:pass@example.org:8443/a%20b",
                                                   "http://[::1]/",
                                                   "https://\xc3\xbc.example/\xe6\x97\xa5",
                                                   "https://a\xc2\xa0"
                                                   "b",
                                                   "https://\xf0\x9f\xa7\xaa",
                                                   "http://a/\xe2\x80\xa8",
                                                   "https://a/<script>"};
  if (random.Chance(0.5)) return random.Pick(samples);
  return "https://example.org/" + Label(random, 1 + random.Below(30));
}

std::string BadWebAddress(Random& random) {
  static const std::vector<std::string> samples = {"",
                                                   "example.org",
                                                   "ftp://example.org",
                                                   "https:///",
                                                   "https://",
                                                   "http:// a",
                                                   "https://a b",
                                                   "https://a\n",
                                                   " https://a",
                                                   "HTTPS://a",
                                                   "https:/a",
                                                   "https://?q",
                                                   "http://#",
                                                   "https://a\tb",
                                                   "javascript:alert(1)",
                                                   "https://a\x0b",
                                                   "https://a\x0c"
                                                   "b"};
  return random.Pick(samples);
}

// A length that the bounds let through: small ones mostly, the edges often enough.
size_t GoodLength(Random& random, size_t min_length, const std::optional<uint64_t>& max_length) {
  const size_t longest = max_length.value_or(100);
  // Long texts cost time; their edges come less often.
  if (max_length.has_value() && random.Chance(longest > 500 ? 0.03 : 0.2)) {
    return longest - std::min(random.Below(2), longest - min_length);
  }
  return min_length + random.Below(std::min(longest - min_length, kUsualLengthCharacters) + 1);
}

std::string GoodPatternText(Random& random, const FieldFacts& facts) {
  if (facts.pattern == kCallName) return GoodName(random, "calls");
  if (facts.pattern == kConferenceName) return GoodName(random, "conferences");
  std::string address = GoodWebAddress(random);
  if (facts.max_length.has_value() && random.Chance(0.05)) {
    address = "https://example.org/";
    address += Label(random, *facts.max_length - address.size() - random.Below(2));
  }
  return address;
}

std::string BadPatternText(Random& random, const FieldFacts& facts) {
  if (facts.pattern == kCallName) return BadName(random, "calls");
  if (facts.pattern == kConferenceName) return BadName(random, "conferences");
  if (facts.pattern == kWebAddress) return BadWebAddress(random);
  return SomeText(random, random.Below(5), false) + OneControl(random) +
         SomeText(random, random.Below(5), false);
}

}  // namespace

bool HasSamplesFor(const std::string& pattern) {
  return pattern.empty() || pattern == kNoControls || pattern == kCallName ||
         pattern == kConferenceName || pattern == kWebAddress;
}

std::string SomeText(Random& random, size_t length_characters, bool with_controls) {
  static const std::vector<std::vector<std::string>> alphabets = {
      {"a", "b", "e", "N", "H", "S", " ", ".", "1"},
      {"<", ">", "&", "\"", "'", ";", "-", "\\", "%", "/", "="},
      {"\xc5\xb5", "\xc5\xb7", "\xc3\xa9", "\xc2\x80", "\xc2\x85", "\xc2\xa0", "\xdf\xbf"},
      {"e", "\xcc\x81", "\xe2\x83\x9d", "\xe2\x80\x8d", "\xef\xb8\x8f"},
      {"\xf0\x9f\xa7\xaa", "\xf0\x9f\x91\xa9", "\xe2\x80\x8d", "\xf0\x9f\x8f\xbd",
       "\xf0\x90\x80\x80"},
      {"\xe6\x97\xa5", "\xd7\x90", "\xd8\xa7", "\xe2\x80\xae", "\xe2\x80\xa8", "\xe0\xa0\x80"},
      {"\xef\xbf\xbd", "\xef\xbb\xbf", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf",
       "\xee\x80\x80"}};
  const bool mixed = random.Chance(0.5);
  const std::vector<std::string>* alphabet = &random.Pick(alphabets);
  std::string text;
  for (size_t i = 0; i < length_characters; ++i) {
    if (mixed) alphabet = &random.Pick(alphabets);
    text += with_controls && random.Chance(0.03) ? OneControl(random) : random.Pick(*alphabet);
  }
  return text;
}

std::string GoodText(Random& random, const FieldFacts& facts) {
  if (facts.email) return GoodEmail(random, facts.max_length.value_or(0));
  if (facts.uuid) return GoodUuid(random);
  const bool plain = facts.pattern.empty() || facts.pattern == kNoControls;
  if (!plain) return GoodPatternText(random, facts);
  const size_t min_length = std::max<size_t>(facts.min_length.value_or(0), facts.required ? 1 : 0);
  return SomeText(random, GoodLength(random, min_length, facts.max_length), facts.pattern.empty());
}

std::string BadText(Random& random, const FieldFacts& facts) {
  enum class Way { kEmpty, kLong, kShort, kPattern, kEmail, kUuid };
  std::vector<Way> ways;
  if (facts.required) ways.push_back(Way::kEmpty);
  if (facts.max_length.has_value()) ways.push_back(Way::kLong);
  if (facts.min_length.value_or(0) > 0) ways.push_back(Way::kShort);
  if (!facts.pattern.empty()) ways.push_back(Way::kPattern);
  if (facts.email) ways.push_back(Way::kEmail);
  if (facts.uuid) ways.push_back(Way::kUuid);
  if (ways.empty()) return GoodText(random, facts);
  switch (random.Pick(ways)) {
    case Way::kEmpty:
      return "";
    case Way::kLong: {
      const size_t length = *facts.max_length + 1 + (random.Chance(0.2) ? random.Below(100) : 0);
      if (facts.email && random.Chance(0.8)) return GoodEmail(random, length);
      if (facts.pattern == kWebAddress && random.Chance(0.8)) {
        return "https://" + Label(random, length - 8);
      }
      return SomeText(random, length, random.Chance(0.2));
    }
    case Way::kShort:
      return SomeText(random, random.Below(*facts.min_length), false);
    case Way::kPattern:
      return BadPatternText(random, facts);
    case Way::kEmail:
      return BadEmail(random);
    case Way::kUuid:
      return BadUuid(random);
  }
  return "";
}

}  // namespace muster::parity
