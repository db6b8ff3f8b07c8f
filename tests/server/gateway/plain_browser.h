// A browser without script: it reads the form of a page, fills it in and posts it.
#ifndef MUSTER_TESTS_SERVER_GATEWAY_PLAIN_BROWSER_H_
#define MUSTER_TESTS_SERVER_GATEWAY_PLAIN_BROWSER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/server/gateway/raw_client.h"

namespace muster::gateway {

// One control of the page's form.
struct PlainControl {
  std::string name;
  std::string value;
  // Of an input; "textarea" and "button" for those elements.
  std::string type;
  bool is_checked = false;
};

class PlainBrowser {
 public:
  explicit PlainBrowser(std::uint16_t port) : port_(port) {}

  // From now on no cookie is kept or sent.
  void RefuseCookies() { takes_cookies_ = false; }
  // From now on no post says whose page it was on, as old browsers never do.
  void SayNothingOfPages() { says_origin_ = false; }
  // "name=value" of the one cookie that the site sets; empty: none.
  const std::string& cookie() const { return cookie_; }

  // Opens an address of the site.
  void Open(const std::string& target);
  // Types over what a control holds. Fails the test if there is none of that name.
  void Type(std::string_view name, std::string_view value);
  // Ticks a box or a radio; of a radio the others of its name are unticked.
  void Tick(std::string_view name, std::string_view value);
  // Types the same into every text of the page and ticks every box.
  void FillEverything(std::string_view text);
  // Presses the button with that value, and follows where the reply leads.
  void Press(std::string_view action);

  bool Has(std::string_view text) const { return page_.body.find(text) != std::string::npos; }
  bool HasControl(std::string_view name) const;
  // What a control holds.
  std::string ValueOf(std::string_view name) const;
  std::string Title() const;
  // The post that pressing a button would send.
  std::string PostOf(std::string_view action) const;

  const RawReply& page() const { return page_; }
  const std::string& target() const { return target_; }
  const std::vector<PlainControl>& controls() const { return controls_; }

 private:
  void Show(RawReply page);
  void TakeCookie(const RawReply& reply);
  std::vector<std::string> WithCookie(std::vector<std::string> headers) const;

  const std::uint16_t port_;
  bool takes_cookies_ = true;
  bool says_origin_ = true;
  std::string cookie_;
  std::string target_;
  RawReply page_;
  std::vector<PlainControl> controls_;
};

}  // namespace muster::gateway

#endif  // MUSTER_TESTS_SERVER_GATEWAY_PLAIN_BROWSER_H_
