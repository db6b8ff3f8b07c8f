// The page of one screen: its questions, with what is answered and what is wrong.
#ifndef MUSTER_PROTO_FORM_QUESTION_PAGE_H_
#define MUSTER_PROTO_FORM_QUESTION_PAGE_H_

#include "proto/form/render.h"
#include "proto/form/route.h"

namespace muster::form {

Page RenderQuestionPage(const PageView& view, const Screen& screen);

// Begins the form element with what travels along unseen.
void AppendFormStart(const PageView& view, std::string& html);

// The button that leads on.
void AppendContinue(const Texts& texts, std::string& html);

// The error summary and the notice, where there are any, in an element that is always there: were
// the form the first of its siblings now and then, browsers would style all of it again.
void AppendProblems(const PageView& view, std::string& html);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_QUESTION_PAGE_H_
