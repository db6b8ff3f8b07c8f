// The real browser behind `Host`: calls of functions that web/src/host.ts provides.
#ifndef MUSTER_WASM_CLIENT_BROWSER_HOST_H_
#define MUSTER_WASM_CLIENT_BROWSER_HOST_H_

#include "wasm-client/host.h"

namespace muster::client {

class BrowserHost final : public Host {
 public:
  int64_t NowMilliseconds() override;
  void FillRandom(uint8_t* bytes, size_t size) override;
  void Show(Region region, std::string_view html) override;
  void SetText(std::string_view element_id, std::string_view text) override;
  void SetAttribute(std::string_view element_id, std::string_view name,
                    std::string_view value) override;
  void Focus(std::string_view selector) override;
  void ScrollToTop() override;
  void SetTitle(std::string_view title) override;
  void PushAddress(std::string_view address, std::string_view request_id) override;
  void ReplaceAddress(std::string_view address, std::string_view request_id) override;
  void Reload() override;
  void Leave(std::string_view address) override;
  void SaveDraft(const DraftRecord& record, int64_t expected_revision, bool is_strict) override;
  void LoadDraft(std::string_view key) override;
  void DeleteDraft(std::string_view key, int64_t revision) override;
  void KeepTail(const DraftRecord& record, int64_t stored_revision,
                int64_t saving_revision) override;
  void DropTail(std::string_view key) override;
  void KeepSentNote(std::string_view request_id, std::string_view note) override;
  void SendRequest(std::string_view path, std::string_view body,
                   int64_t timeout_milliseconds) override;
  void Schedule(int64_t delay_milliseconds) override;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_BROWSER_HOST_H_
