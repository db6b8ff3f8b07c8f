// `muster call preview FILE`: a call before it opens.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/call.pb.h"
#include "server/clock.h"
#include "server/store/engine.h"

namespace muster::commands {

// The time that a preview of a call shows: `clock` where the call is open now, else a time that
// runs from the call's opening on.
Clock PreviewClock(const v1::Call& call, const Clock& clock);

// A store that holds one call, in a temporary folder that goes with it. It removes the folders of
// previews that were killed. The call leads to no conference, since none is there.
class PreviewStore {
 public:
  // Reads and checks the file as `muster call apply` does; errors are the same.
  static absl::StatusOr<std::unique_ptr<PreviewStore>> Make(const std::string& file,
                                                            const Clock& clock);
  ~PreviewStore();
  PreviewStore(const PreviewStore&) = delete;
  PreviewStore& operator=(const PreviewStore&) = delete;

  const v1::Call& call() const { return call_; }
  store::Engine* engine() { return engine_.get(); }

 private:
  explicit PreviewStore(v1::Call call) : call_(std::move(call)) {}

  v1::Call call_;
  std::string folder_;
  // The folder, locked for as long as it is in use.
  int lock_ = -1;
  std::unique_ptr<store::Engine> engine_;
};

}  // namespace muster::commands
