#include "tests/regex/pattern_writer.h"

#include <vector>

#include "tests/regex/pattern_sampler.h"

namespace muster::regex {
namespace {

using parity::Random;

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  std::string Choice(int depth) {
    std::string out = Sequence(depth);
    while (random_.Chance(0.2)) out += "|" + Sequence(depth);
    return out;
  }

 private:
  std::string Sequence(int depth) {
    std::string out;
    const size_t count = random_.Chance(0.05) ? 0 : 1 + random_.Below(4);
    for (size_t i = 0; i < count; ++i) out += Atom(depth) + Repeat();
    return out;
  }

  std::string Repeat() {
    static const std::vector<std::string> often = {"*", "+", "?", "{2}", "{1,3}", "{2,}", "{0,2}"};
    static const std::vector<std::string> seldom = {"{0}", "{,2}", "{3,1}", "{1001}", "{",
                                                    "{a}", "**",   "+?*",   "{2}{3}"};
    if (random_.Chance(0.6)) return "";
    const std::string repeat = random_.Pick(random_.Chance(0.03) ? seldom : often);
    return random_.Chance(0.2) ? repeat + "?" : repeat;
  }

  std::string Atom(int depth) {
    static const std::vector<std::string> assertions = {"^",   "$",   "\\A", "\\z", "\\b",
                                                        "\\b", "\\B", "^",   "$"};
    static const std::vector<std::string> escapes = {
        "\\d",    "\\D",  "\\s",         "\\S",  "\\w",      "\\W",       "\\.",        "\\n",
        "\\x41",  "\\0",  "\\x{17f}",    "\\pL", "\\p{Lu}",  "\\PN",      "\\p{Greek}", "\\p{^Han}",
        "\\Qa.b", "\\QE", "\\Q*\\E",     "\\pN", "\\141",    "\\C",       "\\-",        "\\/",
        "\\1",    "\\q",  "\\x{110000}", "\\pX", "\\p{Any}", "\\p{None}", "\\Z",        "\\G"};
    if (depth < 3 && random_.Chance(0.2)) return Group(depth + 1);
    if (random_.Chance(0.1)) return random_.Pick(assertions);
    if (random_.Chance(0.15)) return random_.Pick(escapes);
    if (random_.Chance(0.2)) return Class();
    if (random_.Chance(0.1)) return ".";
    return Letter();
  }

  std::string Group(int depth) {
    static const std::vector<std::string> heads = {"(",      "(",     "(?:",    "(?i:", "(?s:",
                                                   "(?m:",   "(?-i:", "(?i-s:", "(?U:", "(?ims)(",
                                                   "(?P<n>", "(?i)(", "(?-m:",  "(?mi:"};
    static const std::vector<std::string> wrong = {"(?=", "(?<n>", "(?#", "(?P<1>", "(?", "(?z:"};
    if (random_.Chance(0.05)) return "(?i)";
    return random_.Pick(random_.Chance(0.03) ? wrong : heads) + Choice(depth) + ")";
  }

  std::string Class() {
    static const std::vector<std::string> parts = {"a-f",
                                                   "A-Z",
                                                   "0-9",
                                                   "\\d",
                                                   "\\W",
                                                   "[:alpha:]",
                                                   "[:^space:]",
                                                   "\\pL",
                                                   "\\P{Greek}",
                                                   "\\x00-\\x1f",
                                                   "-",
                                                   "\\]",
                                                   "k",
                                                   "s",
                                                   "\u00e0-\u00ff",
                                                   "\u0175",
                                                   "\\n",
                                                   "_",
                                                   "\\x{100}-\\x{17f}",
                                                   "^",
                                                   "\U0001f600",
                                                   "[:word:]",
                                                   "\\S",
                                                   "[:nope:]",
                                                   "z-a",
                                                   "\\-",
                                                   "[",
                                                   "\\b"};
    std::string out = random_.Chance(0.3) ? "[^" : "[";
    for (size_t count = 1 + random_.Below(3); count > 0; --count) out += random_.Pick(parts);
    return out + "]";
  }

  std::string Letter() {
    static const std::vector<std::string> letters = {
        "a",  "b", "c", "A", "K",      "s",      "0",      "7",          "_",      "-",
        "/",  ":", "@", " ", "\u00e9", "\u0175", "\u03c3", "\U0001f600", "\u212a", "abc",
        "ab", "x", "}", "]", "\u00df", "\u1e9e", "\u0130", "i",          "\n",     ","};
    return random_.Pick(letters);
  }

  Random& random_;
};

}  // namespace

std::string RandomPattern(Random& random) {
  std::string pattern = Writer(random).Choice(0);
  if (random.Chance(0.3)) pattern = "^" + pattern + "$";
  if (random.Chance(0.1)) pattern = Changed(random, pattern);
  return pattern;
}

}  // namespace muster::regex
