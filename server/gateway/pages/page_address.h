// What the path of a page stands for.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PAGE_ADDRESS_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PAGE_ADDRESS_H_

#include <string>
#include <string_view>

#include "server/gateway/pages/form_site.h"

namespace muster::gateway {

enum class PageKind {
  kNone,
  kStart,
  kCookies,
  kAccessibility,
  kPrivacy,
  kCall,
  kConference,
  kForm,
  kReceipt,
};

struct PageAddress {
  PageKind kind = PageKind::kNone;
  // Begins with kWelshPrefix; the rest is as in English.
  bool is_welsh = false;
  // The path without that.
  std::string english_path = "/";
  // Resource name of the call or conference: "calls/assistant-practitioners".
  std::string parent;
  // Of a form or a receipt.
  const FormSite* form_site = nullptr;
  // Resource name of what the receipt is for.
  std::string item;
};

PageAddress ParsePageAddress(std::string_view path);

// The English address of the receipt for the resource `name`, with its key.
std::string ReceiptAddress(const std::string& name, std::string_view key);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PAGE_ADDRESS_H_
