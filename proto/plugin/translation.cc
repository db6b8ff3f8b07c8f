#include "proto/plugin/translation.h"

#include <fstream>

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

std::string Stripped(const std::string& line) {
  const size_t begin = line.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return line.substr(begin, line.find_last_not_of(" \r") + 1 - begin);
}

}  // namespace

bool Translation::Read(const std::string& file, std::string* error) {
  file_ = file;
  std::ifstream in(file);
  if (!in) {
    *error = file + ": can't be read";
    return false;
  }
  Entry* entry = nullptr;
  int number = 0;
  const auto complain = [&](const std::string& what) {
    *error = file + ":" + std::to_string(number) + ": error: " + what;
    return false;
  };
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string text = Stripped(line);
    if (text.empty() || line[0] == '#') continue;
    if (text.find("’") != std::string::npos) return complain("an apostrophe is \"'\" here");
    if (line[0] != ' ') {
      if (entry != nullptr && entry->translated.empty()) return complain("no words came before");
      const auto [place, is_new] = entries_.try_emplace(text);
      if (!is_new) return complain("\"" + text + "\" is there twice");
      entry = &place->second;
    } else if (entry == nullptr || !entry->translated.empty()) {
      return complain("a key, the English and the other language are one line each");
    } else {
      (entry->english.empty() ? entry->english : entry->translated) = text;
    }
  }
  if (entry != nullptr && entry->translated.empty()) return complain("the last entry is cut off");
  return true;
}

FormHints Translation::Of(const Descriptor& request, FormHints hints) {
  const Place place = PlaceOf(request, {kHintsNumber});
  const std::string key = request.full_name() + " ";
  for (PageHints& page : hints.pages) {
    Translate(place, key + "pages " + page.id + " title", page.title);
    TranslateAll(place, key + "pages " + page.id + " introduction", page.introduction);
  }
  Translate(place, key + "subject", hints.subject);
  Translate(place, key + "check_title", hints.check_title);
  Translate(place, key + "send_label", hints.send_label);
  Translate(place, key + "receipt_title", hints.receipt_title);
  TranslateAll(place, key + "receipt_next_steps", hints.receipt_next_steps);
  Translate(place, key + "task_list_title", hints.task_list_title);
  TranslateAll(place, key + "declaration", hints.declaration);
  return hints;
}

FieldHints Translation::Of(const FieldDescriptor& field, FieldHints hints) {
  const Place place = PlaceOf(field, {kHintsNumber});
  const std::string key = field.full_name() + " ";
  const bool has_short_label = hints.short_label != hints.label;
  Translate(place, key + "label", hints.label);
  if (has_short_label) {
    Translate(place, key + "short_label", hints.short_label);
  } else {
    hints.short_label = hints.label;
  }
  Translate(place, key + "hint", hints.hint);
  Translate(place, key + "item_noun", hints.item_noun);
  for (auto& [rule_id, text] : hints.errors) Translate(place, key + "errors " + rule_id, text);
  return hints;
}

ValueHints Translation::Of(const EnumValueDescriptor& value, ValueHints hints) {
  const Place place{value.type()->file(), {}};
  Translate(place, value.full_name() + " label", hints.label);
  Translate(place, value.full_name() + " hint", hints.hint);
  return hints;
}

void Translation::CheckAllUsed(const FileDescriptor& file) {
  for (const auto& [key, entry] : entries_) {
    if (entry.is_used) continue;
    diagnostics_.Error({&file, {}}, file_ + ": \"" + key + "\" is no text of a form: remove it");
  }
}

void Translation::Translate(const Place& place, const std::string& key, std::string& text) {
  if (text.empty()) return;
  const auto found = entries_.find(key);
  if (found == entries_.end()) {
    diagnostics_.Error(
        place, file_ + " has no words for \"" + text + "\": add them under \"" + key + "\"");
    return;
  }
  found->second.is_used = true;
  if (found->second.english != text) {
    diagnostics_.Error(
        place, file_ + " translates other words than \"" + text + "\": see \"" + key + "\"");
  }
  text = found->second.translated;
}

void Translation::TranslateAll(const Place& place, const std::string& key,
                               std::vector<std::string>& texts) {
  for (size_t i = 0; i < texts.size(); ++i) {
    Translate(place, key + " " + std::to_string(i + 1), texts[i]);
  }
}

}  // namespace muster::plugin
