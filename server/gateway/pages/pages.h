// The pages of the site: which address shows what.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PAGES_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PAGES_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "server/gateway/dispatch.h"
#include "server/gateway/http.h"
#include "server/gateway/pages/form_fields.h"
#include "server/gateway/pages/form_site.h"
#include "server/gateway/pages/layout.h"
#include "server/gateway/pages/page_caller.h"

namespace muster::form {
struct Notice;
}

namespace muster::gateway {

struct PagesOptions {
  Site site;
  // Origins that are ours beside the one that the Host header names.
  std::vector<std::string> own_origins;
  services::Clock clock;
  // A line for the log: never an answer, a name of a person or a key.
  std::function<void(const std::string& line)> log;
  // Largest plain form post.
  std::size_t max_post_bytes = 1024 * 1024;
};

// Thread-safe. Outlives every call that it makes: the services must have answered all before it
// goes.
class Pages final : public HttpHandler {
 public:
  Pages(PagesOptions options, DispatchFunction dispatch);

  std::optional<HttpResponse> Look(const HttpRequest& head, std::string_view body_so_far) override;
  void Handle(HttpRequest request, std::shared_ptr<Responder> responder) override;
  HttpResponse Refuse(int status, const HttpRequest* head) override;

 private:
  using ResponderPointer = std::shared_ptr<Responder>;

  void ShowStart(const FormFields& query, ResponderPointer responder) const;
  void ShowCall(const std::string& name, ResponderPointer responder) const;
  void ShowConference(const std::string& name, ResponderPointer responder) const;
  void ShowForm(const FormSite& form_site, const std::string& name, const FormFields& query,
                ResponderPointer responder) const;
  void TakePost(const FormSite& form_site, const std::string& name, FormFields fields,
                ResponderPointer responder) const;
  void ShowReceipt(const FormSite& form_site, const std::string& parent, const std::string& name,
                   const FormFields& query, ResponderPointer responder) const;

  struct Turning;
  // Calls the form's method, and answers with the way to the receipt or with the page again.
  void SendAnswers(std::shared_ptr<Turning> turning, ResponderPointer responder) const;
  HttpResponse RefusedPage(Turning& turning, const absl::Status& error) const;
  HttpResponse TurnPage(const Turning& turning, int status, const form::Notice* notice) const;

  HttpResponse StatusPage(int status) const;
  // The page for an error of a method whose result the page shows.
  HttpResponse FaultPage(const absl::Status& error) const;
  // 500, with a number that is also in the log.
  HttpResponse BrokenPage(std::string_view what) const;

  const PagesOptions options_;
  const PageCaller caller_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PAGES_H_
