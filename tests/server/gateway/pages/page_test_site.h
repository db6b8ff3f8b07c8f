// Pages over services that a test makes up, without a network.
#ifndef MUSTER_TESTS_SERVER_GATEWAY_PAGES_PAGE_TEST_SITE_H_
#define MUSTER_TESTS_SERVER_GATEWAY_PAGES_PAGE_TEST_SITE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "server/gateway/pages/pages.h"

namespace muster::gateway {

using Posted = std::vector<std::pair<std::string, std::string>>;

// A call that is open and a conference with places, at `PageTestSite::now`.
v1::Call TestCall();
v1::Conference TestConference();

// "name=value&...", encoded.
std::string FormBody(const Posted& fields);

class PageTestSite {
 public:
  explicit PageTestSite(bool is_preview = false);

  HttpResponse Get(const std::string& target);
  HttpResponse Post(const std::string& path, const Posted& fields,
                    std::vector<HttpHeader> headers = {});
  // As the server does: looks first, then handles.
  HttpResponse Send(HttpRequest request);

  v1::Call call = TestCall();
  v1::Conference conference = TestConference();
  absl::Time now;
  // Answers methods that are not reads of the two above: status, or response bytes.
  std::map<std::string, std::function<services::Reply(std::string_view request)>, std::less<>>
      methods;
  std::vector<std::string> log;

 private:
  services::Reply Answer(std::string_view method, std::string_view request);

  std::unique_ptr<Pages> pages_;
};

}  // namespace muster::gateway

#endif  // MUSTER_TESTS_SERVER_GATEWAY_PAGES_PAGE_TEST_SITE_H_
