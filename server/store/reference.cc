#include "server/store/reference.h"

#include <cstddef>
#include <cstdint>

#include "server/store/random.h"

namespace muster::store {
namespace {

// In order of their codes, and 32 of them, so that five bits of a random octet choose one evenly.
constexpr std::string_view kCharacters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
static_assert(kCharacters.size() == 32);
constexpr std::size_t kTimeCharacters = 7;
constexpr std::size_t kRandomCharacters = 5;

}  // namespace

std::string NewReference(absl::Time now) {
  const std::string random = RandomOctets(kRandomCharacters);
  std::int64_t hundredths = absl::ToUnixMillis(now) / 10;
  std::string reference(kTimeCharacters, '\0');
  for (std::size_t i = kTimeCharacters; i-- > 0; hundredths >>= 5) {
    reference[i] = kCharacters[hundredths & 31];
  }
  for (const char octet : random) reference.push_back(kCharacters[octet & 31]);
  reference.insert(8, 1, '-');
  reference.insert(4, 1, '-');
  return reference;
}

bool IsReference(std::string_view text) {
  if (text.size() != 14) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = text[i] == '-';
    if (is_hyphen != (i == 4 || i == 9)) return false;
    if (!is_hyphen && kCharacters.find(text[i]) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace muster::store
