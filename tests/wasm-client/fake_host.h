// A browser made of memory, with a clock that stands until it is moved.
#ifndef MUSTER_TESTS_WASM_CLIENT_FAKE_HOST_H_
#define MUSTER_TESTS_WASM_CLIENT_FAKE_HOST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wasm-client/host.h"

namespace muster::client {

class FakeHost : public Host {
 public:
  struct Save {
    DraftRecord record;
    int64_t expected_revision;
    bool is_strict;
  };
  struct Tail {
    DraftRecord record;
    int64_t stored_revision;
    int64_t saving_revision;
  };
  struct Request {
    std::string path;
    std::string body;
  };
  struct Deletion {
    std::string key;
    int64_t revision;
  };
  struct Address {
    std::string address;
    std::string request_id;
    bool is_new;
  };

  int64_t NowMilliseconds() override { return now; }
  void FillRandom(uint8_t* bytes, size_t size) override {
    for (size_t i = 0; i < size; ++i) bytes[i] = random++;
  }
  void Show(Region region, std::string_view html) override {
    regions[region] = html;
    ++show_count;
  }
  void SetText(std::string_view id, std::string_view text) override {
    texts[std::string(id)] = text;
  }
  void SetAttribute(std::string_view id, std::string_view name, std::string_view value) override {
    attributes[{std::string(id), std::string(name)}] = value;
  }
  void Focus(std::string_view selector) override { focus = selector; }
  void ScrollToTop() override { ++scroll_count; }
  void SetTitle(std::string_view text) override { title = text; }
  void PushAddress(std::string_view address, std::string_view request_id) override {
    addresses.push_back({std::string(address), std::string(request_id), true});
  }
  void ReplaceAddress(std::string_view address, std::string_view request_id) override {
    addresses.push_back({std::string(address), std::string(request_id), false});
  }
  void Reload() override { ++reload_count; }
  void Leave(std::string_view address) override { left_for = address; }
  void SaveDraft(const DraftRecord& record, int64_t expected_revision, bool is_strict) override {
    saves.push_back({record, expected_revision, is_strict});
  }
  void LoadDraft(std::string_view key) override { loads.emplace_back(key); }
  void DeleteDraft(std::string_view key, int64_t revision) override {
    deletions.push_back({std::string(key), revision});
  }
  void KeepTail(const DraftRecord& record, int64_t stored_revision,
                int64_t saving_revision) override {
    tail = Tail{record, stored_revision, saving_revision};
  }
  void DropTail(std::string_view) override { tail.reset(); }
  void KeepSentNote(std::string_view request_id, std::string_view note) override {
    sent_notes[std::string(request_id)] = note;
  }
  void SendRequest(std::string_view path, std::string_view body, int64_t) override {
    requests.push_back({std::string(path), std::string(body)});
  }
  void Schedule(int64_t delay_milliseconds) override { wake_time = now + delay_milliseconds; }

  int64_t now = 1'795'000'000'000;
  uint8_t random = 1;
  std::map<Region, std::string> regions;
  int show_count = 0;
  int scroll_count = 0;
  int reload_count = 0;
  std::map<std::string, std::string> texts;
  std::map<std::pair<std::string, std::string>, std::string> attributes;
  std::string focus;
  std::string title;
  std::string left_for;
  std::vector<Address> addresses;
  std::vector<Save> saves;
  std::vector<std::string> loads;
  std::vector<Deletion> deletions;
  std::optional<Tail> tail;
  std::map<std::string, std::string> sent_notes;
  std::vector<Request> requests;
  std::optional<int64_t> wake_time;
};

}  // namespace muster::client

#endif  // MUSTER_TESTS_WASM_CLIENT_FAKE_HOST_H_
