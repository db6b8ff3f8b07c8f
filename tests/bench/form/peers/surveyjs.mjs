import { Model } from 'survey-core';
import { renderSurvey } from 'survey-js-ui';
import 'survey-core/survey-core.min.css';
import { LONGEST, markReady, questions } from '../questions.mjs';

const TYPES = { short: 'text', long: 'comment', 'one-of': 'radiogroup', 'some-of': 'checkbox' };

const survey = new Model({
  showQuestionNumbers: 'off',
  elements: questions.map(({ id, kind, label, choices, isRequired }) => ({
    name: id,
    title: label,
    type: TYPES[kind] ?? 'radiogroup',
    isRequired,
    ...(kind === 'long' ? { maxLength: LONGEST } : {}),
    ...(kind === 'yes-no' ? { choices: ['Yes', 'No'] } : { choices }),
  })),
});
survey.onAfterRenderSurvey.add(markReady);
renderSurvey(survey, document.getElementById('form'));
