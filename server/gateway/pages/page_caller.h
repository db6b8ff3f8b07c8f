// Calls methods of the contract for pages, in process.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PAGE_CALLER_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PAGE_CALLER_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/gateway/dispatch.h"

namespace muster::gateway {

// A reply's error with its details as payloads, as the services made it; see server/error.h.
absl::Status StatusOfReply(const services::Reply& reply);

// Thread-safe.
class PageCaller {
 public:
  explicit PageCaller(DispatchFunction dispatch) : dispatch_(std::move(dispatch)) {}

  // Response bytes or the error. `sender_network` is HttpRequest's. `done` may be called on another
  // thread.
  void CallBytes(std::string_view method_path, std::string_view request_bytes,
                 std::string_view sender_network,
                 std::function<void(absl::StatusOr<std::string>)> done) const;

  // The same with messages, for methods that store nothing: no sender is charged.
  template <typename Response, typename Request>
  void Call(std::string_view method_path, const Request& request,
            std::function<void(absl::StatusOr<Response>)> done) const {
    CallBytes(method_path, request.SerializeAsString(), "",
              [done = std::move(done)](const absl::StatusOr<std::string>& bytes) {
                if (!bytes.ok()) return done(bytes.status());
                Response response;
                if (!response.ParseFromString(*bytes)) {
                  return done(absl::InternalError("a method's reply is malformed"));
                }
                done(std::move(response));
              });
  }

 private:
  const DispatchFunction dispatch_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PAGE_CALLER_H_
