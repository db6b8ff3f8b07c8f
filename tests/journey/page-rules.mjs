// What every page keeps, by the numbers of the checklist's lines: `readPage` runs in the page as it
// stands, and gives what it found wrong beside what lines that look over several pages need.
//
// It is sent to the page as its source, so it names nothing from outside.
export function readPage() {
  const problems = [];
  const say = (line, what) => problems.push({ line, what });
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();
  const isSeen = (element) => element.getClientRects().length > 0;
  const main = document.querySelector('main');
  const form = document.querySelector('#muster-answers');
  const step = form?.querySelector('input[name=page]')?.value ?? '';
  const controls = all('input:not([type=hidden]), textarea, select', main).filter(isSeen);
  const isQuestionPage = form !== null && controls.length > 0;
  const heading = document.querySelector('h1');
  const messages = all('.nhsuk-error-message').map((element) => words(element));

  function headings() {
    if (all('h1').length !== 1) say(1, `${all('h1').length} h1`);
    if (!heading || !isQuestionPage) return;
    const questions = [
      ...all(
        '.nhsuk-label:not(.nhsuk-radios__label, .nhsuk-checkboxes__label, ' +
          '.nhsuk-date-input__label)',
        form,
      ),
      ...all('.nhsuk-radios, .nhsuk-checkboxes, .nhsuk-date-input', form),
    ];
    const isAQuestion = heading.closest('legend') || heading.querySelector('label');
    if (questions.length === 1 && !isAQuestion) say(1, 'the heading is not the question');
    if (questions.length > 1 && isAQuestion) say(2, 'one of several questions is the heading');
  }

  function order() {
    const first = document.querySelector('a[href], button, input, select, textarea');
    if (!first?.matches('a.nhsuk-skip-link[href="#maincontent"]')) say(9, 'no skip link first');
    if (!document.getElementById('maincontent')?.matches('main')) say(9, 'no #maincontent');
    if (!form) return;
    const container = document.querySelector('#muster-form');
    const reached = 'a[href], button:not([tabindex="-1"]), input, select, textarea';
    const [entry] = all(reached, container);
    if (!entry?.matches('.nhsuk-back-link')) say(4, 'the first thing is not the way back');
    if (main.contains(entry)) say(4, 'the way back is inside main');
  }

  function buttons() {
    const plain = (button) => !/nhsuk-button--(secondary|warning)/.test(button.className);
    const primary = all('.nhsuk-button', main).filter((button) => isSeen(button) && plain(button));
    if (primary.length > 1) say(6, `${primary.length} primary buttons`);
    for (const button of form ? primary : []) {
      if (button.tagName !== 'BUTTON') say(6, `${words(button)} is no button`);
      const shift = button.getBoundingClientRect().left - form.getBoundingClientRect().left;
      if (Math.abs(shift) > 2) say(6, `${words(button)} is not at the left`);
      if (!('preventDoubleClick' in button.dataset)) say(8, `${words(button)} has no guard`);
    }
    if (isQuestionPage && primary.length !== 1) say(6, 'not one primary button');
    return { primary: primary.map(words), others: all('.nhsuk-button', form ?? main).map(words) };
  }

  function title() {
    const parts = document.title.replace(/^(Error|Gwall): /, '').split(' \u2013 ');
    if (parts[0] !== words(heading)) say(11, `the title begins with "${parts[0]}"`);
    if (parts.length < 2) say(11, `"${document.title}" does not name the service`);
    const hasErrors = document.querySelector('main .nhsuk-error-summary') !== null;
    if (hasErrors !== /^(Error|Gwall): /.test(document.title)) say(11, `"${document.title}"`);
  }

  function summary() {
    const box = document.querySelector('.nhsuk-error-summary');
    if (!box) return messages.length ? say(12, 'messages without a summary') : undefined;
    const headed = box.querySelector('h2');
    if (!/^(There is a problem|Mae problem wedi codi)$/.test(words(headed))) say(12, words(headed));
    if (!main.contains(box)) say(13, 'the summary is outside of main');
    if (!(box.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING)) {
      say(13, 'the summary is not above the heading');
    }
    if (box.hasAttribute('role')) say(13, 'the summary itself is an alert');
    if (!box.querySelector(':scope > [role=alert]')) say(13, 'no alert inside the summary');
    const links = all('a[href^="#"]', box);
    for (const link of links) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) say(14, `"${words(link)}" leads nowhere`);
      else if (!target.matches('input, select, textarea, button, fieldset')) {
        say(14, `"${words(link)}" leads to a ${target.tagName}`);
      }
      if (link.children.length) say(14, `"${words(link)}" has elements inside`);
    }
    const beside = messages.map((text) => text.replace(/^(Error|Gwall): /, ''));
    const above = links.map((link) => words(link));
    if (isQuestionPage && JSON.stringify(beside) !== JSON.stringify(above)) {
      say(15, `above: ${above.join(' | ')}; beside: ${beside.join(' | ')}`);
    }
    return above;
  }

  function inlineErrors() {
    for (const message of isQuestionPage ? all('.nhsuk-error-message', form) : []) {
      const hidden = message.querySelector('.nhsuk-u-visually-hidden');
      if (!hidden || !/^(Error|Gwall):/.test(words(hidden))) say(16, `"${words(message)}"`);
      const group = message.closest('fieldset') ?? message.closest('.nhsuk-form-group');
      const described = all(`[aria-describedby~="${CSS.escape(message.id)}"]`, form);
      if (!message.id || !described.length) {
        say(16, `nothing is described by "${words(message)}"`);
      } else if (group !== described[0] && !group.contains(described[0])) {
        say(16, `"${words(message)}" describes something elsewhere`);
      }
      const control = message.parentElement.querySelector('input, textarea, select');
      const follows = message.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (control && !follows) say(16, `"${words(message)}" comes after its control`);
    }
  }

  function attributes() {
    for (const each of all('form')) if (!each.noValidate) say(19, 'a form without novalidate');
    for (const name of ['required', 'pattern', 'min', 'max', 'minlength']) {
      for (const each of all(`[${name}]`, main)) say(19, `${name} on ${each.name}`);
    }
    for (const each of all('[maxlength]')) say(34, `maxlength on ${each.name}`);
    for (const each of all('[placeholder]')) say(25, `placeholder on ${each.name}`);
    for (const each of all('input[type=number]')) say(31, `type=number on ${each.name}`);
    const revealing = '[aria-expanded], [data-aria-controls], [class*="__conditional"]';
    for (const each of all(revealing, form ?? main)) say(33, each.outerHTML.slice(0, 80));
  }

  function labels() {
    for (const control of controls) {
      const label = document.querySelector(`label[for="${CSS.escape(control.id)}"]`);
      if (!label || !isSeen(label) || !words(label)) say(25, `${control.name} has no label`);
      const legend = control.closest('fieldset')?.querySelector('legend');
      if (control.matches('[type=radio]') && !legend) say(25, `${control.name} has no legend`);
    }
    for (const text of all('label, legend', main)) {
      if (words(text).includes('*')) say(26, `"${words(text)}"`);
    }
    for (const hint of all('.nhsuk-hint:not(.nhsuk-character-count__message)', main)) {
      const text = words(hint);
      if (hint.querySelector('a')) say(27, `a link in "${text}"`);
      if (/[.!?] \S/.test(text)) say(27, `more than a sentence: "${text}"`);
      if (text.length > 140) say(27, `${text.length} characters: "${text}"`);
      if (!hint.id || !document.querySelector(`[aria-describedby~="${CSS.escape(hint.id)}"]`)) {
        say(27, `nothing is described by "${text}"`);
      }
    }
  }

  function kinds() {
    const wanted = [
      [/(^|\.)full_name$/, { autocomplete: 'name' }],
      [/(^|\.)organisation_name$/, { autocomplete: 'organization' }],
      [/(^|\.)organisation_role$/, { autocomplete: 'organization-title' }],
      [/(^|\.)telephone$/, { autocomplete: 'tel', type: 'tel' }],
      [/(^|\.)postcode$/, { autocomplete: 'postal-code' }],
    ];
    // Whom a question of an organiser is about, nobody knows.
    for (const control of controls.filter(({ name }) => !name.startsWith('answers['))) {
      const [, expected] = wanted.find(([name]) => name.test(control.name)) ?? [];
      for (const [name, value] of Object.entries(expected ?? {})) {
        if (control.getAttribute(name) !== value) say(29, `${control.name}: no ${name}=${value}`);
      }
      const email = { type: 'email', autocomplete: 'email', spellcheck: 'false' };
      if (/(^|\.)email$/.test(control.name)) {
        for (const [name, value] of Object.entries(email)) {
          if (control.getAttribute(name) !== value) say(30, `${control.name}: no ${name}=${value}`);
        }
      }
    }
    for (const count of all('.nhsuk-character-count', form ?? main)) {
      const area = count.querySelector('textarea');
      const said = count.querySelector('.nhsuk-character-count__message');
      if (!said || !area.getAttribute('aria-describedby')?.includes(said.id)) {
        say(34, `${area.name} is not described by its count`);
      }
    }
  }

  function wholePage() {
    for (const each of all('body *')) {
      const position = getComputedStyle(each).position;
      if (position === 'fixed' || position === 'sticky') say(44, `${position}: ${each.className}`);
    }
    const footer = all('footer a').map((link) => link.getAttribute('href'));
    for (const page of ['/accessibility', '/cookies']) {
      const isThere = footer.some((href) => href.split('?')[0].endsWith(page));
      if (!isThere) say(43, `the footer lacks ${page}`);
    }
    if (document.querySelector('meta[http-equiv=refresh]')) say(42, 'the page goes away by itself');
    return footer;
  }

  headings();
  order();
  const { primary, others } = buttons();
  title();
  const summarised = summary() ?? [];
  inlineErrors();
  attributes();
  labels();
  kinds();
  const footer = wholePage();
  return {
    problems,
    address: location.pathname + location.search,
    lang: document.documentElement.lang,
    title: document.title,
    heading: heading ? words(heading) : '',
    step,
    isQuestionPage,
    primary,
    buttons: others,
    summarised,
    footer,
    ticked: all('input:checked', main).length,
    texts: all('textarea', main).map((area) => ({
      name: area.name,
      described: (area.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => words(document.getElementById(id) ?? document.createElement('i')))
        .join(' '),
    })),
  };
}
