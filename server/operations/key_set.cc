#include "server/operations/key_set.h"

#include <sodium.h>

#include "absl/container/flat_hash_map.h"

namespace muster::operations {
namespace {

constexpr std::size_t kKeysTogether = 100000;

// Keys that somebody chose so that sums are equal would have to be chosen knowing this.
const std::array<unsigned char, crypto_generichash_KEYBYTES>& ProcessKey() {
  static const auto key = [] {
    std::array<unsigned char, crypto_generichash_KEYBYTES> made;
    randombytes_buf(made.data(), made.size());
    return made;
  }();
  return key;
}

using Counts = absl::flat_hash_map<std::string, int>;

absl::Status CompareChunk(Counts& counts, KeySource found,
                          absl::FunctionRef<void(std::string_view, int)> tell) {
  absl::Status read = found([&counts](std::string_view key) {
    const auto at = counts.find(absl::string_view(key.data(), key.size()));
    if (at != counts.end()) ++at->second;
  });
  if (!read.ok()) return read;
  for (const auto& [key, count] : counts) {
    if (count != 1) tell(key, count);
  }
  counts.clear();
  return absl::OkStatus();
}

}  // namespace

void KeySum::Add(std::string_view key) {
  std::array<std::uint64_t, 4> digest;
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), sizeof(digest),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     ProcessKey().data(), ProcessKey().size());
  for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += digest[i];
}

absl::Status CompareKeys(KeySource expected, KeySource found,
                         absl::FunctionRef<void(std::string_view, int)> tell) {
  Counts counts;
  absl::Status compared;
  absl::Status read = expected([&](std::string_view key) {
    if (!compared.ok()) return;
    counts.emplace(std::string(key), 0);
    if (counts.size() >= kKeysTogether) compared = CompareChunk(counts, found, tell);
  });
  if (!read.ok()) return read;
  if (!compared.ok()) return compared;
  return CompareChunk(counts, found, tell);
}

}  // namespace muster::operations
