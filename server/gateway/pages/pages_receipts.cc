// Receipts: as pages and as texts.
#include "absl/strings/str_cat.h"
#include "muster/v1/receipt.pb.h"
#include "server/gateway/pages/fixed_pages.h"
#include "server/gateway/pages/form_page.h"
#include "server/gateway/pages/pages.h"
#include "server/gateway/text.h"
#include "server/services/form_context.h"
#include "server/services/timestamp.h"

namespace muster::gateway {

void Pages::ShowReceipt(Visit visit, const FormFields& query, ResponderPointer responder) const {
  const std::string key(FieldValue(query, "key"));
  const bool is_text = FieldValue(query, "format") == "text";
  if (key.empty()) return responder->Send(StatusPage(*visit.site, 404));
  const FormSite& form_site = *visit.address.form_site;
  const std::string name = visit.address.item;
  form_site.load_receipt(
      caller_, name, key,
      [this, &form_site, visit = std::move(visit), key, is_text,
       responder = std::move(responder)](absl::StatusOr<std::string> receipt) {
        const Site& site = *visit.site;
        if (!receipt.ok()) return responder->Send(FaultPage(site, receipt.status()));
        form_site.load_parent(caller_, site, visit.address.parent, options_.clock(),
                              [this, visit, key, is_text, receipt = *std::move(receipt),
                               responder](absl::StatusOr<FormParent> parent) {
                                if (!parent.ok())
                                  return responder->Send(FaultPage(*visit.site, parent.status()));
                                responder->Send(ReceiptPage(visit, *parent, receipt, key, is_text));
                              });
      });
}

HttpResponse Pages::ReceiptPage(const Visit& visit, const FormParent& parent,
                                const std::string& receipt, const std::string& key,
                                bool is_text) const {
  const Site& site = *visit.site;
  const std::string address = ReceiptAddress(visit.address.item, key);
  v1::Receipt read;
  read.ParseFromString(receipt);
  const std::string time = services::TimeInWords(services::TimeOf(read.create_time()),
                                                 parent.time_zone, site.words->language());
  HttpResponse response;
  if (!is_text) {
    response =
        PageResponse(200, Keep::kNever,
                     ReceiptDocument(site, visit.form(), parent.context, receipt, time, address));
    // Whoever opened the window has no hold on it once it shows what somebody sent.
    response.SetHeader("Cross-Origin-Opener-Policy", "same-origin");
    return response;
  }
  response.SetHeader("Content-Type", "text/plain; charset=utf-8");
  response.SetHeader("Cache-Control", "no-store");
  if (site.is_preview)
    response.body = absl::StrCat(Abseil((*site.words)[PageText::kPreviewText]), "\n\n");
  response.body += form::RenderReceiptText(visit.form(), parent.context, receipt, time,
                                           site.public_address + PathIn(site, address));
  return response;
}

}  // namespace muster::gateway
