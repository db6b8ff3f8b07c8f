// Rules of what organisers write that buf.validate has no words for. They are violations like the
// others:
//   organiser.time_zone_unknown  the time zone is not in this machine's database
//   organiser.id_repeated        two themes, or two questions, have the same id, or two
//                                translations the same language
//   organiser.choice_repeated    two choices of a question have the same value
//   organiser.choice_exclusive   a choice excludes others, and is not the last of KIND_SOME_OF
//   organiser.theme_unknown      a question is for a theme that the call does not have
//   organiser.condition_unknown  a question depends on one that does not come before it, or on an
//                                answer that can't be chosen there
//   organiser.bounds_reversed    the minimum of a question is greater than its maximum
//   organiser.translation_unknown      a translation has a part that the call does not have
//   organiser.translation_incomplete   a translation lacks a part of the call, or has guidance
//                                      where the call has none
//   organiser.translation_version      the consent wording of a translation is of another version
#pragma once

#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "proto/rules/violations.h"

namespace muster::services {

void CheckOrganiserRules(const v1::Call& call, rules::Violations& violations);
void CheckOrganiserRules(const v1::Conference& conference, rules::Violations& violations);

}  // namespace muster::services
