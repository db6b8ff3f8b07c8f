// One store through many processes on a simulated disk, and an account of all that was ever sent to
// it: what of it was acknowledged must be found by every process after.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "muster/v1/call.pb.h"
#include "server/store/booking_store.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "server/store/engine.h"
#include "server/store/submission_store.h"
#include "tests/server/store/simulated_disk.h"

namespace muster::store {

// What was found of a store, over one or more lives.
struct Account {
  std::int64_t ends = 0;
  std::int64_t power_cuts = 0;
  std::int64_t failed_syncs = 0;
  std::int64_t sent = 0;
  std::int64_t acknowledged = 0;
  // Refused for the disk's or the memory's sake.
  std::int64_t refused = 0;
  // Acknowledged, and not there.
  std::int64_t lost = 0;
  // There in part, twice, or with other octets; or figures that do not add up.
  std::int64_t torn = 0;
  // SQLite's own checks fail, or the file does not open.
  std::int64_t damaged = 0;
  // Answers that the contract does not know.
  std::int64_t unclear = 0;
  // The first thing that was wrong, in words.
  std::string first;

  std::int64_t wrong() const { return lost + torn + damaged + unclear; }
  void Add(const Account& other);
  void Wrong(std::int64_t& kind, const std::string& what);
};

class StoreLife {
 public:
  explicit StoreLife(std::uint64_t seed);

  // Things beside the disk that may fail: what answers whether they are to and whether they have,
  // and what stops them.
  struct OtherFaults {
    bool (*are_set)();
    bool (*have_happened)();
    void (*stop)();
  };
  void SetOtherFaults(const OtherFaults& faults) { other_faults_ = faults; }

  SimulatedDisk& disk() { return disk_; }
  SimulatedRandom& random() { return random_; }
  const Account& account() const { return account_; }

  // One process: opens the store, checks it, stores so many things, closes it. Where a fault is set
  // it is not checked, and refusals are accepted; once the fault is over it must work again.
  void Live(int writes);
  // Ends the process that lived, as was planned or else so, and readies the disk for the next.
  void Restart(End end);

  // The steps of Live, for tests that look between them.
  struct Process {
    explicit Process(std::unique_ptr<Engine> opened)
        : engine(std::move(opened)),
          calls(engine.get()),
          conferences(engine.get()),
          submissions(engine.get()),
          bookings(engine.get()) {}
    std::unique_ptr<Engine> engine;
    CallStore calls;
    ConferenceStore conferences;
    SubmissionStore submissions;
    BookingStore bookings;
  };
  // Null if it does not open.
  std::unique_ptr<Process> Open();
  void Check(Process& process);
  void Work(Process& process, int writes);
  // Whether a submission is stored now.
  bool Works(Process& process);

 private:
  enum class Kind { kSubmission, kBooking };
  // One request: what was sent, and what was told of it.
  struct Sent {
    Kind kind = Kind::kSubmission;
    std::string title;
    std::string content_sha256;
    bool acknowledged = false;
    std::string name;
    std::string reference;
  };
  struct Found;

  static constexpr int kPlaces = 25;
  static constexpr char kChangingCall[] = "calls/changing";
  // The second call, which says which revision it is.
  static v1::Call ChangingCall(std::int64_t revision);

  void Prepare(Process& process);
  void Send(Process& process, std::uint64_t request, Kind kind);
  void Answer(std::uint64_t request, const absl::StatusOr<v1::Receipt>& receipt);
  void ApplyCall(Process& process);
  void RepeatOne(Process& process);
  void CheckFile(Transaction& transaction);
  absl::Status ReadAll(Transaction& transaction, Found& found);
  void CheckRequests(const Found& found);
  void CheckEvents(const Found& found);
  bool IsToFail() const;
  bool HasFailed() const;
  void StopFailing();
  void Expect(bool holds, std::int64_t& kind, const std::string& what);
  bool IsRefusal(const absl::Status& status) const;

  SimulatedRandom random_;
  SimulatedDisk disk_;
  std::optional<OtherFaults> other_faults_;
  Account account_;
  std::int64_t call_revision_ = 0;  // Of the second call, as acknowledged.

  // Guards what follows, and the account while something is unanswered.
  std::mutex mutex_;
  std::condition_variable answered_;
  int unanswered_ = 0;
  std::map<std::uint64_t, Sent> sent_;
};

}  // namespace muster::store
