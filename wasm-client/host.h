// The browser as the form sees it, and nothing more of it. The form never waits: it asks the host
// for something and hears of it later through an event of `FormSession`. Strings are UTF-8.
#ifndef MUSTER_WASM_CLIENT_HOST_H_
#define MUSTER_WASM_CLIENT_HOST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::client {

// A draft as it stands on the device. The answers are the bytes of the form's own request message:
// what is saved is what would be sent.
struct DraftRecord {
  // Which form of which call: "submission calls/assistant-practitioners". One draft for each.
  std::string key;
  // Grows with every save and never comes again, also after the draft was deleted. 0: no draft.
  int64_t revision = 0;
  // The page being filled in.
  std::string page;
  // Serialized request: parent, content, request_id.
  std::string request;

  bool operator==(const DraftRecord&) const = default;
};

// The draft on the device, as the host found it.
struct LoadedDraft {
  bool is_storage_available = true;
  // Revision 0: none.
  DraftRecord stored;
  // The unsaved tail; revision 0: none. Good on top of either revision.
  DraftRecord tail;
  int64_t tail_stored_revision = 0;
  int64_t tail_saving_revision = 0;
};

enum class SaveOutcome {
  kSaved,
  // The device holds another revision than the expected one; nothing was written.
  kConflict,
  // Nothing was written, a second try on a reopened database included.
  kFailed,
};

// Parts of the page that the form fills.
enum class Region {
  // What stands before <main>: the back link.
  kBeforeMain,
  // The inside of <main>: a question page, the check page, the receipt.
  kMain,
  // Below it: how the answers stand on this device, and what can be done with them.
  kDevice,
};

// What the browser made of a request.
struct HttpReply {
  // 0: no reply came. -1: none came in time.
  int http_status = 0;
  // Values of the headers "content-type", "grpc-status" and "grpc-status-details-bin"; empty where
  // there is none.
  std::string content_type;
  std::string grpc_status;
  std::string grpc_status_details;
  std::string body;
};

// Host is implemented by the browser (browser_host.h) and by the tests' fake.
class Host {
 public:
  virtual ~Host() = default;

  // Milliseconds since 1970, by the device's clock.
  virtual int64_t NowMilliseconds() = 0;
  // Fills `bytes` from a generator fit for secrets.
  virtual void FillRandom(uint8_t* bytes, size_t size) = 0;

  // Replaces the inside of a region. The HTML is trusted: every value in it is escaped. The focus
  // stays where it is if the element of the same id is there again.
  virtual void Show(Region region, std::string_view html) = 0;
  // Replaces the text of the element of that id. Does nothing if there is none.
  virtual void SetText(std::string_view element_id, std::string_view text) = 0;
  // Sets an attribute of the element of that id. Does nothing if there is none.
  virtual void SetAttribute(std::string_view element_id, std::string_view name,
                            std::string_view value) = 0;
  // Moves the focus to the first element that the selector finds, and scrolls it into view.
  virtual void Focus(std::string_view selector) = 0;
  virtual void ScrollToTop() = 0;
  virtual void SetTitle(std::string_view title) = 0;

  // A new entry in the browser's history, for a page of this draft.
  virtual void PushAddress(std::string_view address, std::string_view request_id) = 0;
  // Another address for the entry at hand.
  virtual void ReplaceAddress(std::string_view address, std::string_view request_id) = 0;
  // Loads the document of the address that the browser shows. Where that is a receipt and the
  // server does not answer, what is shown stays.
  virtual void Reload() = 0;
  // Leaves for another document, to which the page is posted if it carries the draft.
  virtual void Leave(std::string_view address) = 0;

  // Stores `record` if the device holds `expected_revision` of it. Answered by OnDraftSaved.
  // `is_strict`: on disk before the answer.
  virtual void SaveDraft(const DraftRecord& record, int64_t expected_revision, bool is_strict) = 0;
  // Reads record and tail. Answered by OnDraftLoaded. The first time a host may say without looking
  // that there is none, where that is likely: it is asked again, and then looks.
  virtual void LoadDraft(std::string_view key) = 0;
  // Deletes the tail, and the record if it has this revision (kAnyRevision: whatever it has).
  // Answered by OnDraftDeleted.
  static constexpr int64_t kAnyRevision = -1;
  virtual void DeleteDraft(std::string_view key, int64_t revision) = 0;
  // Keeps `record` at once and without an answer, in the small storage that survives a page going
  // away under us. One for each key. It is good on top of either revision.
  virtual void KeepTail(const DraftRecord& record, int64_t stored_revision,
                        int64_t saving_revision) = 0;
  virtual void DropTail(std::string_view key) = 0;
  // Remembers in this tab, for as long as it lives, that a draft was sent.
  virtual void KeepSentNote(std::string_view request_id, std::string_view note) = 0;

  // Sends a POST of content type application/grpc-web+proto. Answered by OnReply, once.
  virtual void SendRequest(std::string_view path, std::string_view body,
                           int64_t timeout_milliseconds) = 0;
  // Calls OnTick after that time. Only the last call counts.
  virtual void Schedule(int64_t delay_milliseconds) = 0;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_HOST_H_
