// The whole server behind a web port of this machine: store, services and pages, with a clock that
// the test sets.
#ifndef MUSTER_TESTS_SERVER_GATEWAY_REAL_SITE_H_
#define MUSTER_TESTS_SERVER_GATEWAY_REAL_SITE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"

namespace muster::gateway {

// The forms of its call and its conference.
inline constexpr char kSubmit[] = "/calls/practice/submit";
inline constexpr char kBook[] = "/conferences/meeting/book";

class RealSite {
 public:
  // With a call "calls/practice" that is open and a conference "conferences/meeting" with places.
  // Where a limit is given, all who come from 127.0.0.1 are one sender.
  explicit RealSite(int creates_per_second = 0);
  ~RealSite();

  std::uint16_t port() const;
  void SetNow(absl::Time now);
  void PassTime(absl::Duration time);

  // Replaces the call or the conference of that name.
  void Apply(const v1::Call& call);
  void Apply(const v1::Conference& conference);

  // From now on, answers that are kept between pages can't be read, or not be written; all else
  // can.
  void FailDraftReads(bool fail);
  void FailDraftWrites(bool fail);

  // The sender has had as much stored as it may at this time.
  void SpendAll();

  // As the services count it.
  int PlacesLeft() const;

  // What the program's log got from the gateway.
  std::string log() const;

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace muster::gateway

#endif  // MUSTER_TESTS_SERVER_GATEWAY_REAL_SITE_H_
