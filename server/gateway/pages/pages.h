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
#include "absl/status/statusor.h"
#include "server/clock.h"
#include "server/gateway/dispatch.h"
#include "server/gateway/http.h"
#include "server/gateway/pages/form_fields.h"
#include "server/gateway/pages/form_site.h"
#include "server/gateway/pages/layout.h"
#include "server/gateway/pages/page_address.h"
#include "server/gateway/pages/page_caller.h"
#include "server/store/form_draft_store.h"

namespace muster::form {
struct Place;
}
namespace muster::services {
class FormDrafts;
}

namespace muster::gateway {

struct PagesOptions {
  // In English; the Welsh one is made of it.
  Site site;
  // Where answers are kept between the pages of who has no script. Not owned, outlives the pages;
  // null: they travel with each page.
  const services::FormDrafts* drafts = nullptr;
  // Origins that are ours beside the one that the Host header names.
  std::vector<std::string> own_origins;
  Clock clock;
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

  // What a request is for, and in which language.
  struct Visit {
    const form::Form& form() const;
    // The key whose token the pages of this visit carry: of any post of who has a cookie it is
    // asked, whether or not something is kept for this form.
    std::string_view token_key() const { return has_cookie ? draft_key : std::string_view(); }

    PageAddress address;
    const Site* site;
    // The private key of kept answers that the request brings; empty: none.
    std::string draft_key;
    // Whether a cookie brought it; else the address did.
    bool has_cookie = false;
    // HttpRequest::sender_network.
    std::string sender_network = {};
  };
  Visit VisitTo(std::string_view path) const;

  void ShowStart(const Site& site, const FormFields& query, ResponderPointer responder) const;
  void ShowCall(const Site& site, const std::string& name, ResponderPointer responder) const;
  void ShowConference(const Site& site, const std::string& name, ResponderPointer responder) const;
  // Takes the key of who has no cookie from the address, and out of the address of who has one.
  void OpenForm(Visit visit, const HttpRequest& request, const FormFields& query,
                ResponderPointer responder) const;
  void ShowForm(Visit visit, const FormFields& query, ResponderPointer responder) const;
  using Draft = std::optional<store::FormDraft>;
  // The form as it is opened: empty, with the answers kept for its reader, or sent already.
  HttpResponse OpenedForm(const Visit& visit, const v1::FormContext& context,
                          const FormFields& query, const Draft& draft) const;
  // What is kept for the reader of a form. The error is the store's: it is not known whether there
  // is something.
  absl::StatusOr<Draft> DraftOf(const Visit& visit) const;
  void TakePost(Visit visit, FormFields fields, ResponderPointer responder) const;
  void Post(const Visit& visit, v1::FormContext context, FormFields fields,
            ResponderPointer responder) const;
  void ShowReceipt(Visit visit, const FormFields& query, ResponderPointer responder) const;
  HttpResponse ReceiptPage(const Visit& visit, const FormParent& parent, const std::string& receipt,
                           const std::string& key, bool is_text) const;

  // Of answers that were sent before: leads to their receipt. Where its address is not kept, the
  // same request is made again, whatever has become of the form, and brings it.
  void SendAgain(const Visit& visit, v1::FormContext context, const store::FormDraft& draft,
                 ResponderPointer responder) const;

  struct Turning;
  // Keeps the answers, then answers the post.
  void KeepDraft(std::shared_ptr<Turning> turning, ResponderPointer responder) const;
  // Sends, or leads to the page that the turn ended on: no post is answered with a page, unless its
  // answers could not be kept.
  void Answer(std::shared_ptr<Turning> turning, ResponderPointer responder) const;
  // A form's page in the browser's history, without its key. Of `also` goes along what the page
  // shows beside its questions.
  std::string AddressOf(const Visit& visit, const form::Place& place, const FormFields& also) const;
  HttpResponse WayToPage(const Turning& turning) const;
  HttpResponse CarryingPage(const Turning& turning) const;
  void StartAnew(const Visit& visit, ResponderPointer responder) const;
  // Keeps the address of the receipt in place of the answers, then leads there.
  void GoToReceipt(const Turning& turning, const std::string& address,
                   ResponderPointer responder) const;
  // Calls the form's method, and answers with the way to the receipt or back to the page.
  void SendAnswers(std::shared_ptr<Turning> turning, ResponderPointer responder) const;
  void Refused(std::shared_ptr<Turning> turning, const absl::Status& error,
               ResponderPointer responder) const;

  HttpResponse StatusPage(const Site& site, int status) const;
  // The page for an error of a method whose result the page shows.
  HttpResponse FaultPage(const Site& site, const absl::Status& error) const;
  // 500, with a number that is also in the log.
  HttpResponse BrokenPage(const Site& site, std::string_view what) const;

  const PagesOptions options_;
  const Site welsh_site_;
  const PageCaller caller_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PAGES_H_
