// Words of one language, by key. Whoever has words of their own lists their keys in an enum that
// ends with `kCount`, and fills one catalogue for each language:
//
//   constexpr Words<Text> kWords[] = {{Text::kBack, "Yn ôl"}, ...};
//   constexpr Texts kWelshTexts = Texts::Of<kWords>("cy");
//
// One that lacks a text, has it twice, has it empty or writes an apostrophe in another way than the
// rest, which is "'", does not compile.
#ifndef MUSTER_PROTO_FORM_CATALOGUE_H_
#define MUSTER_PROTO_FORM_CATALOGUE_H_

#include <array>
#include <cstddef>
#include <string_view>

namespace muster::form {

template <typename Key>
struct Words {
  Key key;
  std::string_view text;
};

// Not defined: a constant that would have to call one of these is none.
void TextIsMissing();
void TextIsEmpty();
void TextIsThereTwice();
void TextHasAnotherApostrophe();

// The text of a key, out of `words`.
template <typename Key, size_t kSize>
constexpr std::string_view OnlyTextOf(size_t key, const Words<Key> (&words)[kSize]) {
  std::string_view found;
  for (const Words<Key>& entry : words) {
    if (static_cast<size_t>(entry.key) != key) continue;
    if (!found.empty()) TextIsThereTwice();
    if (entry.text.empty()) TextIsEmpty();
    if (entry.text.find("’") != std::string_view::npos) TextHasAnotherApostrophe();
    found = entry.text;
  }
  if (found.empty()) TextIsMissing();
  return found;
}

// All texts in the order of their keys, each behind its length in two bytes: a table of views would
// be a kilobyte of the browser's module.
template <typename Key, const auto& kWords>
struct PackedWords {
  static constexpr size_t kCount = static_cast<size_t>(Key::kCount);

  static constexpr size_t Size() {
    size_t size = 0;
    for (const auto& entry : kWords) size += 2 + entry.text.size();
    return size;
  }
  static constexpr std::array<unsigned char, Size()> Pack() {
    std::array<unsigned char, Size()> bytes{};
    size_t at = 0;
    for (size_t key = 0; key < kCount; ++key) {
      const std::string_view text = OnlyTextOf(key, kWords);
      bytes[at++] = static_cast<unsigned char>(text.size() & 0xFF);
      bytes[at++] = static_cast<unsigned char>(text.size() >> 8);
      for (const char c : text) bytes[at++] = static_cast<unsigned char>(c);
    }
    return bytes;
  }
  static constexpr std::array<unsigned char, Size()> kBytes = Pack();
};

template <typename Key>
class Catalogue {
 public:
  // `kWords`: an array of Words<Key>.
  template <const auto& kWords>
  static constexpr Catalogue Of(std::string_view language) {
    return Catalogue(language, PackedWords<Key, kWords>::kBytes.data());
  }

  // As in the `lang` attribute: "en", "cy".
  constexpr std::string_view language() const { return language_; }

  std::string_view operator[](Key key) const {
    const unsigned char* at = packed_;
    for (size_t before = static_cast<size_t>(key); before > 0; --before) at += 2 + Length(at);
    return {reinterpret_cast<const char*>(at + 2), Length(at)};
  }

 private:
  constexpr Catalogue(std::string_view language, const unsigned char* packed)
      : language_(language), packed_(packed) {}

  static constexpr size_t Length(const unsigned char* at) {
    return at[0] + static_cast<size_t>(at[1]) * 256;
  }

  std::string_view language_;
  const unsigned char* packed_;
};

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_CATALOGUE_H_
