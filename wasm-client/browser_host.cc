#include "wasm-client/browser_host.h"

#include "wasm-client/packed.h"

// What the module imports from the browser, under these names; `bytes` as packed.h has them.
#define MUSTER_IMPORT(name) __attribute__((import_module("host"), import_name(#name)))
extern "C" {
MUSTER_IMPORT(now) double host_now();
MUSTER_IMPORT(random) void host_random(uint8_t* bytes, size_t size);
MUSTER_IMPORT(show) void host_show(const char* bytes, size_t size);
MUSTER_IMPORT(set_text) void host_set_text(const char* bytes, size_t size);
MUSTER_IMPORT(set_attribute) void host_set_attribute(const char* bytes, size_t size);
MUSTER_IMPORT(focus) void host_focus(const char* bytes, size_t size);
MUSTER_IMPORT(scroll_to_top) void host_scroll_to_top(const char* bytes, size_t size);
MUSTER_IMPORT(set_title) void host_set_title(const char* bytes, size_t size);
MUSTER_IMPORT(push_address) void host_push_address(const char* bytes, size_t size);
MUSTER_IMPORT(replace_address) void host_replace_address(const char* bytes, size_t size);
MUSTER_IMPORT(reload) void host_reload(const char* bytes, size_t size);
MUSTER_IMPORT(leave) void host_leave(const char* bytes, size_t size);
MUSTER_IMPORT(save_draft) void host_save_draft(const char* bytes, size_t size);
MUSTER_IMPORT(load_draft) void host_load_draft(const char* bytes, size_t size);
MUSTER_IMPORT(delete_draft) void host_delete_draft(const char* bytes, size_t size);
MUSTER_IMPORT(keep_tail) void host_keep_tail(const char* bytes, size_t size);
MUSTER_IMPORT(drop_tail) void host_drop_tail(const char* bytes, size_t size);
MUSTER_IMPORT(keep_sent_note) void host_keep_sent_note(const char* bytes, size_t size);
MUSTER_IMPORT(send_request) void host_send_request(const char* bytes, size_t size);
MUSTER_IMPORT(schedule) void host_schedule(const char* bytes, size_t size);
}
#undef MUSTER_IMPORT

namespace muster::client {
namespace {

void Call(void (*import)(const char*, size_t), const Packer& packer) {
  import(packer.bytes().data(), packer.bytes().size());
}

std::string_view NameOf(Region region) {
  switch (region) {
    case Region::kBeforeMain:
      return "before";
    case Region::kMain:
      return "main";
    case Region::kDevice:
      return "device";
  }
  return "";
}

Packer& Add(const DraftRecord& record, Packer& packer) {
  return packer.Add(record.key).AddNumber(record.revision).Add(record.page).Add(record.request);
}

}  // namespace

int64_t BrowserHost::NowMilliseconds() { return static_cast<int64_t>(host_now()); }

void BrowserHost::FillRandom(uint8_t* bytes, size_t size) { host_random(bytes, size); }

void BrowserHost::Show(Region region, std::string_view html) {
  Call(host_show, Packer().Add(NameOf(region)).Add(html));
}

void BrowserHost::SetText(std::string_view element_id, std::string_view text) {
  Call(host_set_text, Packer().Add(element_id).Add(text));
}

void BrowserHost::SetAttribute(std::string_view element_id, std::string_view name,
                               std::string_view value) {
  Call(host_set_attribute, Packer().Add(element_id).Add(name).Add(value));
}

void BrowserHost::Focus(std::string_view selector) { Call(host_focus, Packer().Add(selector)); }

void BrowserHost::ScrollToTop() { Call(host_scroll_to_top, Packer()); }

void BrowserHost::SetTitle(std::string_view title) { Call(host_set_title, Packer().Add(title)); }

void BrowserHost::PushAddress(std::string_view address, std::string_view request_id) {
  Call(host_push_address, Packer().Add(address).Add(request_id));
}

void BrowserHost::ReplaceAddress(std::string_view address, std::string_view request_id) {
  Call(host_replace_address, Packer().Add(address).Add(request_id));
}

void BrowserHost::Reload() { Call(host_reload, Packer()); }

void BrowserHost::Leave(std::string_view address) { Call(host_leave, Packer().Add(address)); }

void BrowserHost::SaveDraft(const DraftRecord& record, int64_t expected_revision, bool is_strict) {
  Packer packer;
  Call(host_save_draft,
       Add(record, packer).AddNumber(expected_revision).AddNumber(is_strict ? 1 : 0));
}

void BrowserHost::LoadDraft(std::string_view key) { Call(host_load_draft, Packer().Add(key)); }

void BrowserHost::DeleteDraft(std::string_view key, int64_t revision) {
  Call(host_delete_draft, Packer().Add(key).AddNumber(revision));
}

void BrowserHost::KeepTail(const DraftRecord& record, int64_t stored_revision,
                           int64_t saving_revision) {
  Packer packer;
  Call(host_keep_tail, Add(record, packer).AddNumber(stored_revision).AddNumber(saving_revision));
}

void BrowserHost::DropTail(std::string_view key) { Call(host_drop_tail, Packer().Add(key)); }

void BrowserHost::KeepSentNote(std::string_view request_id, std::string_view note) {
  Call(host_keep_sent_note, Packer().Add(request_id).Add(note));
}

void BrowserHost::SendRequest(std::string_view path, std::string_view body,
                              int64_t timeout_milliseconds) {
  Call(host_send_request, Packer().Add(path).Add(body).AddNumber(timeout_milliseconds));
}

void BrowserHost::Schedule(int64_t delay_milliseconds) {
  Call(host_schedule, Packer().AddNumber(delay_milliseconds));
}

}  // namespace muster::client
