// Answers of people whose browser runs no script, kept on the server between their pages under a
// private key that only their browser holds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/store/form_draft_store.h"

namespace muster::services {

class SenderRates;

// Thread-safe. What is stored is encrypted with the private key, which is not stored: a copy of the
// data tells nobody what was typed.
class FormDrafts {
 public:
  // How long a draft stays after it was last changed.
  static constexpr absl::Duration kLifetime = absl::Hours(28 * 24);

  using Done = std::function<void(absl::Status)>;

  // The store and the rates outlive this.
  FormDrafts(store::FormDraftStore* drafts, SenderRates* rates, Clock clock)
      : drafts_(drafts), rates_(rates), clock_(std::move(clock)) {}

  // A new private key: 43 characters for a cookie.
  static std::string NewKey();
  // Whether a text can be one.
  static bool IsKey(std::string_view text);
  // What a page shows that was made for the holder of the key. It tells nothing of the key.
  static std::string TokenOf(std::string_view key);
  // In a time that does not depend on where they differ.
  static bool IsTokenOf(std::string_view key, std::string_view token);

  // See FormDraftStore; the draft then stays for kLifetime. Its sender is charged for it first, see
  // RequestContext and SenderRates::Charge: SENDER_TOO_FAST leaves what is there.
  void Keep(std::string_view key, std::string_view form_id, std::string_view parent,
            store::FormDraft draft, std::string_view sender_network, Done done) const;
  absl::StatusOr<std::optional<store::FormDraft>> Find(std::string_view key,
                                                       std::string_view form_id,
                                                       std::string_view parent) const;
  void Delete(std::string_view key, std::string_view form_id, std::string_view parent,
              Done done) const;

 private:
  store::FormDraftStore* const drafts_;  // Not owned.
  SenderRates* const rates_;             // Not owned.
  const Clock clock_;
};

}  // namespace muster::services
