#include "tests/server/gateway/plain_browser.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "tests/server/gateway/pages/page_test_site.h"

namespace muster::gateway {
namespace {

std::string Unescaped(std::string text) {
  return absl::StrReplaceAll(text, {{"&lt;", "<"},
                                    {"&gt;", ">"},
                                    {"&quot;", "\""},
                                    {"&#39;", "'"},
                                    {"&#13;", "\r"},
                                    {"&amp;", "&"}});
}

// Value of an attribute of a tag's text.
std::string AttributeOf(const std::string& tag, const std::string& name) {
  const std::size_t start = tag.find(" " + name + "=\"");
  if (start == std::string::npos) return "";
  const std::size_t value = start + name.size() + 3;
  return Unescaped(tag.substr(value, tag.find('"', value) - value));
}

std::vector<PlainControl> ControlsOf(const std::string& html) {
  std::vector<PlainControl> controls;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    const std::string tag = html.substr(at, end - at);
    PlainControl control;
    control.name = AttributeOf(tag, "name");
    control.value = AttributeOf(tag, "value");
    if (tag.rfind("<input", 0) == 0) {
      control.type = AttributeOf(tag, "type");
      control.is_checked = tag.find(" checked") != std::string::npos;
    } else if (tag.rfind("<textarea", 0) == 0) {
      control.type = "textarea";
      control.value = Unescaped(html.substr(end + 1, html.find("</textarea>", end) - end - 1));
    } else if (tag.rfind("<button", 0) == 0) {
      control.type = "button";
    } else {
      continue;
    }
    if (!control.name.empty()) controls.push_back(std::move(control));
  }
  return controls;
}

bool IsBox(const PlainControl& control) {
  return control.type == "radio" || control.type == "checkbox";
}

bool IsText(const PlainControl& control) {
  return !IsBox(control) && control.type != "hidden" && control.type != "button";
}

}  // namespace

void PlainBrowser::Show(RawReply page) {
  page_ = std::move(page);
  controls_ = ControlsOf(page_.body);
}

void PlainBrowser::TakeCookie(const RawReply& reply) {
  const std::string set = reply.At("set-cookie");
  if (takes_cookies_ && !set.empty()) cookie_ = set.substr(0, set.find(';'));
}

std::vector<std::string> PlainBrowser::WithCookie(std::vector<std::string> headers) const {
  if (takes_cookies_ && !cookie_.empty()) headers.push_back("Cookie: " + cookie_);
  return headers;
}

void PlainBrowser::Open(const std::string& target) {
  target_ = target.substr(0, target.find('#'));
  const RawReply reply = Fetch(port_, "GET", target_, WithCookie({}));
  TakeCookie(reply);
  if (reply.status == 303) return Open(reply.At("location"));
  Show(reply);
}

void PlainBrowser::Type(std::string_view name, std::string_view value) {
  for (PlainControl& control : controls_) {
    if (control.name == name && IsText(control)) {
      control.value = value;
      return;
    }
  }
  ADD_FAILURE() << "no control " << name << " on " << Title();
}

void PlainBrowser::Tick(std::string_view name, std::string_view value) {
  bool is_found = false;
  for (PlainControl& control : controls_) {
    if (control.name != name || !IsBox(control)) continue;
    if (control.type == "radio") control.is_checked = false;
    if (control.value == value) is_found = control.is_checked = true;
  }
  EXPECT_TRUE(is_found) << "no box " << name << " " << value << " on " << Title();
}

void PlainBrowser::FillEverything(std::string_view text) {
  for (PlainControl& control : controls_) {
    if (IsText(control)) control.value = text;
    if (IsBox(control)) Tick(control.name, control.value);
  }
}

std::string PlainBrowser::PostOf(std::string_view action) const {
  Posted fields;
  for (const PlainControl& control : controls_) {
    if (control.type == "button" || (IsBox(control) && !control.is_checked)) continue;
    fields.emplace_back(control.name, control.value);
  }
  fields.emplace_back("action", std::string(action));
  return FormBody(fields);
}

void PlainBrowser::Press(std::string_view action) {
  bool is_there = false;
  for (const PlainControl& control : controls_) {
    is_there |= control.type == "button" && control.value == action;
  }
  EXPECT_TRUE(is_there) << "no button " << action << " on " << Title();
  std::vector<std::string> headers = {"Content-Type: application/x-www-form-urlencoded"};
  if (says_origin_) headers.push_back("Origin: http://muster.test");
  const RawReply reply = Fetch(port_, "POST", target_, WithCookie(headers), PostOf(action));
  TakeCookie(reply);
  if (reply.status == 303) return Open(reply.At("location"));
  Show(reply);
}

bool PlainBrowser::HasControl(std::string_view name) const {
  for (const PlainControl& control : controls_) {
    if (control.name == name) return true;
  }
  return false;
}

std::string PlainBrowser::ValueOf(std::string_view name) const {
  for (const PlainControl& control : controls_) {
    if (control.name == name && (!IsBox(control) || control.is_checked)) return control.value;
  }
  return "";
}

std::string PlainBrowser::Title() const {
  const std::size_t start = page_.body.find("<title>");
  if (start == std::string::npos) return "";
  return page_.body.substr(start + 7, page_.body.find("</title>") - start - 7);
}

}  // namespace muster::gateway
