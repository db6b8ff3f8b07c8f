#include "server/store/reference.h"

#include <cstddef>

#include "server/store/random.h"

namespace muster::store {
namespace {

// 32 of them, so that five bits of a random octet choose one evenly.
constexpr std::string_view kCharacters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
static_assert(kCharacters.size() == 32);

}  // namespace

std::string NewReference() {
  const std::string octets = RandomOctets(12);
  std::string reference;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i == 4 || i == 8) reference.push_back('-');
    reference.push_back(kCharacters[octets[i] & 31]);
  }
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
