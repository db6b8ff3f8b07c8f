// One form in one tab, from the page the server rendered to the receipt. It takes the browser's
// events and tells the host what to show, save and send; it knows no form in particular.
#ifndef MUSTER_WASM_CLIENT_FORM_FORM_SESSION_H_
#define MUSTER_WASM_CLIENT_FORM_FORM_SESSION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/form_table.h"
#include "proto/form/journey.h"
#include "proto/form/render.h"
#include "wasm-client/draft/draft_keeper.h"
#include "wasm-client/form/failure.h"
#include "wasm-client/host.h"
#include "wasm-client/outbox/sender.h"

namespace muster::client {

// What a control of the page holds.
struct TypedAnswer {
  enum class Kind { kText, kTicked, kUnticked };

  std::string path;
  std::string value;
  // kText also for a chosen radio or option.
  Kind kind = Kind::kText;
};

// What the page says when the script comes to it.
struct StartPage {
  const form::Form* form = nullptr;
  // Serialized FormContext.
  std::string context;
  // Path and query.
  std::string address;
  // "About you – Winter call – Muster".
  std::string document_title;
  // Of the page's hidden fields: content bytes posted so far, the id that came with them, the page.
  std::string posted_content;
  std::string posted_request_id;
  std::string page;
  // The draft that this entry of the browser's history belongs to, and the note that it was sent.
  std::string history_request_id;
  std::string sent_note;
  // The browser came back to this page, and has put old values into its controls.
  bool is_restored = false;
  // Controls that hold something else than the server put in.
  std::vector<TypedAnswer> typed;
};

class FormSession : public DraftSource {
 public:
  // Says of a long text how much room is left, this long after the last key.
  static constexpr int64_t kCountQuietMilliseconds = 1000;

  // Not owned; outlives the session.
  explicit FormSession(Host* host);
  ~FormSession() override;

  // Asks for the draft on the device; answers and actions that come before it are kept until then.
  void Start(StartPage page);
  void OnDraftLoaded(const LoadedDraft& loaded);

  void OnAnswer(const TypedAnswer& answer);
  // A long text that is on the page already.
  void OnFilled(const TypedAnswer& answer);
  // A button's value: an action of `form::TakeTurn` or one of failure.h.
  void OnAction(std::string_view action);
  // Browser Back or Forward.
  void OnHistory(std::string_view address);
  void OnReply(const HttpReply& reply);
  void OnDraftSaved(SaveOutcome outcome);
  void OnDraftDeleted(bool is_deleted);
  void OnTick();
  void OnHidden();
  void OnShown();

  DraftRecord CurrentDraft() const override;

 private:
  enum class View { kLoading, kPage, kAskDelete, kDeleted, kSent, kAlreadySent };

  // Takes over the page that the server rendered.
  void Begin(const LoadedDraft& loaded);
  // Sets answers, place and request id from what was posted, or from what is kept. True: the
  // server's page does not show them.
  bool ChooseAnswers(const DraftRecord& stored);
  // A tail that was not good on what is stored: two tabs were closed in a conflict. True: somebody
  // must choose.
  bool SeeTail(const LoadedDraft& loaded);
  void SayUnavailable();
  // What is kept after all, the host having said before it looked that nothing is.
  void SeeKept(const LoadedDraft& loaded);
  bool DropOutdatedConsents();
  bool HasAnswers(const form::Answers& answers) const;
  bool IsSame(const form::Answers& one, const form::Answers& other) const;
  // True: something changed.
  bool ApplyAnswer(const TypedAnswer& answer);
  // The same, and for the texts that found no room before.
  bool TakeAnswer(const TypedAnswer& answer);
  bool HasNoRoomFor(const TypedAnswer& text);
  // Shows the page with an error at each answer that found no room.
  void SayNoRoom();

  // Another tab saved or deleted the draft; `stored` is what the device holds now.
  void SeeConflict(const DraftRecord& stored);
  void SeeOtherTab(const DraftRecord& stored);
  void TakeUp(const DraftRecord& stored);

  void Turn(std::string_view action);
  void SaveStep();
  void Send();
  // False: the reply holds no receipt.
  bool Accept(std::string_view response);
  void Reload();
  // Puts the answers into the page if the device keeps none.
  void Carry();

  // An empty selector leaves the focus where it is.
  void ShowPage(std::string_view focus_selector);
  void ShowOther(const form::Page& page, View view);
  // The regions and the title; ends the count of the page before.
  void Show(const form::Page& page);
  void UpdateDevice();
  // False: the answer has no count.
  bool UpdateCount(const TypedAnswer& answer);
  void ScheduleTick();
  // As a new entry of the browser's history, or of the one at hand.
  void SetAddress(std::string_view address, bool is_new);
  std::string CurrentAddress() const;

  Host* const host_;
  DraftKeeper keeper_;
  Sender sender_;

  // The page is about to be left, and posted as without script.
  bool carry_draft_ = false;

  StartPage start_;
  std::unique_ptr<v1::FormContext> context_;
  std::string key_;
  std::string path_;
  // What the browser's address line shows.
  std::string address_;
  std::string title_end_;

  View view_ = View::kLoading;
  // What came before the draft did; later, texts that there is no room for: the page shows them,
  // and does not go on.
  std::vector<TypedAnswer> waiting_answers_;
  std::string early_action_;

  std::optional<form::Answers> answers_;
  form::Place place_;
  std::vector<form::FieldError> errors_;
  std::string request_id_;
  // Above every page until somebody has chosen: there are two versions of the answers.
  std::optional<Problem> conflict_;
  // In its place until the next turn: sending or deleting failed.
  std::optional<Problem> failure_;
  // Above the next page that is shown; HTML.
  std::string notice_;
  // The same: what changed in the form.
  std::optional<form::Notice> changes_;

  // What the draft was last asked for.
  enum class Loading { kNone, kStart, kSure, kConflict, kLook } loading_ = Loading::kNone;
  // In a conflict: what the other tab stored.
  DraftRecord theirs_;
  bool theirs_are_tail_ = false;

  // Read out when typing stops.
  std::string count_text_;
  int64_t count_time_milliseconds_ = 0;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORM_FORM_SESSION_H_
