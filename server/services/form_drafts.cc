#include "server/services/form_drafts.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "server/services/sender_rates.h"
#include "server/store/random.h"

namespace muster::services {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kKeyCharacters = 43;

using Digest = std::array<unsigned char, 32>;

// Digests of one key for different purposes tell nothing of each other.
Digest DigestOf(std::string_view purpose, std::string_view key) {
  Digest digest;
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
  return digest;
}

std::string_view AsText(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

store::FormDraftName NameOf(std::string_view key, std::string_view form_id,
                            std::string_view parent) {
  return {std::string(AsText(DigestOf("muster draft name 1", key))), std::string(form_id),
          std::string(parent)};
}

// A nonce and the text, readable and unchangeable only with the key.
std::string Sealed(std::string_view key, std::string_view text) {
  const Digest secret = DigestOf("muster draft seal 1", key);
  std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
  auto* const bytes = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(bytes, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(bytes + crypto_secretbox_NONCEBYTES,
                        reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes,
                        secret.data());
  return sealed;
}

// Nothing if it was not sealed with this key.
std::optional<std::string> Opened(std::string_view key, std::string_view sealed) {
  constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() < kAround) return std::nullopt;
  const Digest secret = DigestOf("muster draft seal 1", key);
  std::string text(sealed.size() - kAround, '\0');
  const auto* const bytes = reinterpret_cast<const unsigned char*>(sealed.data());
  if (crypto_secretbox_open_easy(
          reinterpret_cast<unsigned char*>(text.data()), bytes + crypto_secretbox_NONCEBYTES,
          sealed.size() - crypto_secretbox_NONCEBYTES, bytes, secret.data()) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace

std::string FormDrafts::NewKey() {
  return absl::WebSafeBase64Escape(store::RandomOctets(kKeyBytes));
}

bool FormDrafts::IsKey(std::string_view text) {
  if (text.size() != kKeyCharacters) return false;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
  }
  return true;
}

std::string FormDrafts::TokenOf(std::string_view key) {
  const Digest digest = DigestOf("muster page token 1", key);
  const std::string_view octets = AsText(digest);
  return absl::WebSafeBase64Escape({octets.data(), octets.size()});
}

bool FormDrafts::IsTokenOf(std::string_view key, std::string_view token) {
  const std::string right = TokenOf(key);
  return token.size() == right.size() &&
         sodium_memcmp(token.data(), right.data(), right.size()) == 0;
}

void FormDrafts::Keep(std::string_view key, std::string_view form_id, std::string_view parent,
                      store::FormDraft draft, std::string_view sender_network, Done done) const {
  absl::Status charged = rates_->Charge(sender_network, draft.content.size());
  if (!charged.ok()) return done(std::move(charged));
  draft.content = Sealed(key, draft.content);
  drafts_->Keep(NameOf(key, form_id, parent), draft, clock_(), kLifetime, std::move(done));
}

absl::StatusOr<std::optional<store::FormDraft>> FormDrafts::Find(std::string_view key,
                                                                 std::string_view form_id,
                                                                 std::string_view parent) const {
  absl::StatusOr<std::optional<store::FormDraft>> found =
      drafts_->Find(NameOf(key, form_id, parent), clock_());
  if (!found.ok() || !found->has_value()) return found;
  store::FormDraft& draft = **found;
  std::optional<std::string> opened = Opened(key, draft.content);
  if (!opened) return std::optional<store::FormDraft>();
  draft.content = *std::move(opened);
  return found;
}

void FormDrafts::Delete(std::string_view key, std::string_view form_id, std::string_view parent,
                        Done done) const {
  drafts_->Delete(NameOf(key, form_id, parent), std::move(done));
}

}  // namespace muster::services
