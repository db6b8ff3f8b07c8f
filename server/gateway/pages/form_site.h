// Where in the site each form is, and what it belongs to. The only file of the pages that knows
// which forms there are.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_FORM_SITE_H_
#define MUSTER_SERVER_GATEWAY_PAGES_FORM_SITE_H_

#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/form_context.pb.h"
#include "proto/form/form_table.h"
#include "server/gateway/pages/layout.h"
#include "server/gateway/pages/page_caller.h"

namespace muster::gateway {

// What a form belongs to: a call or a conference.
struct FormParent {
  v1::FormContext context;
  // The page to show when the form is opened and can't be sent; empty if it can.
  std::string page_instead;
  // The IANA zone in whose time people read its times.
  std::string time_zone;
};

struct FormSite {
  // "/{collection}/{id}/{action}" is the form, "/{collection}/{id}/{items}/{id}" a receipt.
  std::string_view collection;
  std::string_view action;
  std::string_view items;
  // In English and in Welsh.
  std::array<const form::Form*, 2> forms;
  void (*load_parent)(const PageCaller& caller, const Site& site, const std::string& name,
                      absl::Time now, std::function<void(absl::StatusOr<FormParent>)> done);
  // Gives the bytes of the muster.v1.Receipt. NOT_FOUND: no such thing, or another key.
  void (*load_receipt)(const PageCaller& caller, const std::string& name, const std::string& key,
                       std::function<void(absl::StatusOr<std::string>)> done);
};

std::span<const FormSite> FormSites();

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_FORM_SITE_H_
