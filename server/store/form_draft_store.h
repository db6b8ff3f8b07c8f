// FormDraftStore keeps answers between the pages of a form that is filled in without script; no
// other class writes their table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace muster::store {

class Engine;

// Whose answers to which form.
struct FormDraftName {
  // Of the private key: 32 bytes. The key itself is never stored.
  std::string key_sha256;
  std::string form_id;
  // "calls/{call}".
  std::string parent;
};

struct FormDraft {
  // As services::FormDrafts encrypted it.
  std::string content;
  // The UUID that the request will carry.
  std::string request_id;
  // A request of that id was stored: there is nothing more to fill in.
  bool is_sent = false;
};

// Thread-safe. Each write is one transaction.
class FormDraftStore {
 public:
  // Most bytes of one draft, and most drafts at a time.
  static constexpr std::size_t kMaxContentBytes = 1024 * 1024;
  static constexpr std::int64_t kMaxDrafts = 20'000;
  // Most that one transaction deletes: they may be as large as drafts may be, and others wait.
  static constexpr std::int64_t kDeletedTogether = 200;

  // Called exactly once, on a thread of the engine or before the method returns.
  using Done = absl::AnyInvocable<void(absl::Status)>;

  // The engine outlives the store.
  explicit FormDraftStore(Engine* engine) : engine_(engine) {}

  // Keeps the draft in place of what is there under its name, for `lifetime`. Errors:
  // * INVALID_ARGUMENT: it is larger than `kMaxContentBytes`, or the id is no UUID.
  // * RESOURCE_EXHAUSTED: there are `kMaxDrafts` others that have not expired.
  // * RESOURCE_EXHAUSTED (STORE_BUSY), UNAVAILABLE (STORE_UNAVAILABLE): as Engine::Write.
  void Keep(const FormDraftName& name, const FormDraft& draft, absl::Time now,
            absl::Duration lifetime, Done done);

  // Nothing if there is none, or it has expired at `now`.
  absl::StatusOr<std::optional<FormDraft>> Find(const FormDraftName& name, absl::Time now);

  void Delete(const FormDraftName& name, Done done);

  // Deletes of what has expired at `now` as many as `kDeletedTogether`, and waits for it. Gives how
  // many there were: with fewer, none is left. Never on a thread of the engine.
  absl::StatusOr<std::int64_t> DeleteExpired(absl::Time now);

 private:
  Engine* const engine_;  // Not owned.
};

}  // namespace muster::store
