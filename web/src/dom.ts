// The form's part of the document: events go to the core, what the core shows goes in. The page
// that the server rendered stays as it is until the core has another one to show.
import { Engine, text, type Part } from './engine.js';
import { handlers, tellLoaded } from './host.js';
import { CONTROLS, isBox, isTouched, patch, type Control } from './patch.js';
import { loadSentNote, settled } from './storage.js';

const isControl = (target: EventTarget | null): target is Control =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

const regions: Record<string, Element> = {};

const pageIn = (root: ParentNode): string | undefined =>
  root.querySelector<HTMLInputElement>('input[type=hidden][name=page]')?.value;

// Makes a region's inside this. Focus and selection stay if the element that had them is there
// again.
export function show(name: string, html: string, region = regions[name]): void {
  if (!region) return;
  // The way back is mostly the same; in the others, controls hold what no markup says.
  if (name === 'before' && region.innerHTML === html) return;
  const page = pageIn(region);
  if (page) {
    const template = document.createElement('template');
    template.innerHTML = html;
    if (pageIn(template.content) === page) return patch(region, template.content);
  }
  const active = document.activeElement;
  const hadFocus = active instanceof HTMLElement && region.contains(active) ? active : null;
  let selection: [number | null, number | null] | null = null;
  if (hadFocus instanceof HTMLTextAreaElement || hadFocus instanceof HTMLInputElement) {
    selection = [hadFocus.selectionStart, hadFocus.selectionEnd];
  }
  region.innerHTML = html;
  if (!hadFocus?.id) return;
  const successor = document.getElementById(hadFocus.id);
  successor?.focus({ preventScroll: true });
  if (!selection || selection[0] === null) return;
  if (successor instanceof HTMLTextAreaElement || successor instanceof HTMLInputElement) {
    successor.setSelectionRange(selection[0], selection[1]);
  }
}

// One control's answer as parts of an event: its name, its value, whether it is ticked. A radio
// speaks only when it is chosen, and then its value says it.
const answerParts = (control: Control): Part[] => [
  control.name,
  control.value,
  control.type === 'checkbox' ? ((control as HTMLInputElement).checked ? '1' : '0') : '',
];

// The controls whose answers are to be taken over from the page: those that were touched, and those
// that hold something else than the server put in.
function typedParts(root: Element, touched: Set<Control>): Part[] {
  const parts: Part[] = [];
  for (const control of root.querySelectorAll<Control>(CONTROLS)) {
    if (!control.name || (control instanceof HTMLInputElement && control.type === 'hidden'))
      continue;
    // An unticked radio says nothing: the ticked one of its group does.
    if (isBox(control) && control.type === 'radio' && !control.checked) continue;
    if (touched.has(control) || isTouched(control)) parts.push(...answerParts(control));
  }
  return parts;
}

function makeRegions(root: HTMLElement): void {
  const before = root.querySelector(':scope > nav')!;
  const main = root.querySelector(':scope > main')!;
  const device = document.createElement('div');
  root.append(device);
  Object.assign(regions, { before, main, device });
}

// Long texts that are there already: the core says how much room is left in them.
export function filledTexts(): Part[][] {
  const areas = regions.main?.querySelectorAll('textarea') ?? [];
  return [...areas].filter((area) => area.value).map((area) => [area.name, area.value]);
}

// The form is in the core's hands: for tests and for styles.
export function markReady(): void {
  regions.main?.parentElement?.setAttribute('data-ready', '');
}

// A link of the error summary leads to its answer with the question in view.
function followSummaryLink(event: Event): void {
  const link = event.target;
  if (!(link instanceof HTMLAnchorElement) || !link.closest('.nhsuk-error-summary') || !link.hash)
    return;
  const control = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  const heading = control.closest('fieldset')?.querySelector('legend');
  const label = document.querySelector(`label[for="${CSS.escape(control.id)}"]`);
  const isChoice = isControl(control) && isBox(control);
  ((isChoice && heading) || label || heading || control).scrollIntoView();
  control.focus({ preventScroll: true });
}

// A button acts at once and nothing submits: before that, browsers read the whole form for their
// autofill. Enter in a text submits, for the button that it presses stands outside.
function takeClick(event: MouseEvent, engine: Engine | undefined): void {
  const button = (event.target as Element).closest('button');
  if (!button) return followSummaryLink(event);
  // The second click of a double click would press the next page's button.
  const isAgain = event.detail > 1;
  if (isAgain || engine) event.preventDefault();
  if (!isAgain) engine?.tell('on_action', button.value);
}

const carried = (): HTMLInputElement | null =>
  document.querySelector('form > input[name=draft]');

// Leaves for another page of the form. The device's storage brings the answers there; where nothing
// can be stored, the core has put them into this page, which is posted as without script.
export function leaveFor(address: string): void {
  const form = carried()?.form;
  if (!form) return location.assign(address);
  form.action = address;
  form.submit();
}

async function switchLanguage(engine: Engine): Promise<void> {
  const { pathname, search } = location;
  const path = pathname.startsWith('/cy/') ? pathname.slice(3) : `/cy${pathname}`;
  engine.tell('on_hidden');
  engine.tell('on_action', 'carry');
  await settled();
  leaveFor(path + search);
}

const hiddenValue = (root: Element, name: string): string =>
  root.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`)?.value ?? '';

// The post that deletes what the server keeps of answers that were posted without script.
let deletion: (() => Promise<Response>) | undefined;

function findServersCopy(root: HTMLElement): void {
  if (root.dataset.answers === undefined) return;
  const path = location.pathname;
  const body = new URLSearchParams({ action: 'new', token: hiddenValue(root, 'token') });
  deletion = () => fetch(path, { method: 'POST', body, redirect: 'manual' });
}

// Once the device has the answers: else the server's came back at every load, beside later ones.
export function deleteServersCopy(): void {
  const once = deletion;
  deletion = undefined;
  once?.().catch(() => (deletion = once));
}

function wasRestored(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'back_forward';
}

// The draft that this entry of the browser's history belongs to.
export const historyDraft = (): string =>
  String((history.state as { draft?: unknown } | null)?.draft ?? '');

// False: the core does not know this form.
function startCore(root: HTMLElement, engine: Engine, touched: Set<Control>): boolean {
  const draft = historyDraft();
  const isKnown = engine.tell(
    'on_start',
    root.dataset.form ?? '',
    root.dataset.context ?? '',
    location.pathname + location.search,
    document.title,
    hiddenValue(root, 'draft') || (root.dataset.answers ?? ''),
    hiddenValue(root, 'request_id'),
    hiddenValue(root, 'page'),
    draft,
    draft && loadSentNote(draft),
    wasRestored() ? '1' : '0',
    ...typedParts(root, touched),
  );
  return isKnown === 1;
}

// Browsers compile a function when it is first called, and a failed check calls many. A second core
// has one while there is nothing else to do, and shows it in copies; what is compiled is both's.
async function rehearse(root: HTMLElement, core: Promise<WebAssembly.Module>): Promise<void> {
  const engine = await Engine.start(core, {
    show: ([name, html]) => {
      const region = regions[text(name)];
      show(text(name), text(html), region?.cloneNode(true) as Element | undefined);
    },
  });
  startCore(root, engine, new Set());
  tellLoaded(engine, true);
  engine.tell('on_action', 'continue');
}

// `core`: maybe still under way.
export async function attachForm(
  root: HTMLElement,
  core: Promise<WebAssembly.Module>,
): Promise<void> {
  let engine: Engine | undefined;
  let isPlain = false;
  let early: HTMLElement | null = null;
  const touched = new Set<Control>();
  makeRegions(root);
  findServersCopy(root);

  const onAnswer = (event: Event): void => {
    if (!isControl(event.target) || !event.target.name) return;
    touched.add(event.target);
    engine?.tell('on_answer', ...answerParts(event.target));
  };
  root.addEventListener('input', onAnswer);
  // Some browsers fill in a form with no other event.
  root.addEventListener('change', onAnswer);
  root.addEventListener('submit', (event) => {
    // The switch of languages, before there is a core: as without script.
    if (isPlain || (!engine && event.submitter?.hasAttribute('formaction'))) return;
    event.preventDefault();
    if (engine)
      engine.tell('on_action', (event.submitter as HTMLButtonElement | null)?.value ?? '');
    else early = event.submitter;
  });
  root.addEventListener('click', (event) => takeClick(event, engine));

  // The button stands in the head of the page, and on a receipt belongs to no form any more.
  document.querySelector('.muster-language button')?.addEventListener('click', (event) => {
    if (!engine) return;
    event.preventDefault();
    void switchLanguage(engine);
  });

  try {
    const loaded = await Engine.start(
      core,
      handlers(() => loaded),
    );
    if (!startCore(root, loaded, touched)) throw new Error('unknown form');
    // What the browser put back may be older than the draft; what was typed since then is not.
    if (wasRestored()) {
      for (const control of touched) loaded.tell('on_answer', ...answerParts(control));
    }
    engine = loaded;
    // What the server put in is in the core by now.
    carried()?.remove();
  } catch (error) {
    // The page goes on as a plain form.
    isPlain = true;
    if (early) (early as HTMLButtonElement).form?.requestSubmit(early);
    throw error;
  }
  if (early) engine.tell('on_action', (early as HTMLButtonElement).value);

  window.addEventListener('popstate', () =>
    engine!.tell('on_history', location.pathname + location.search),
  );
  // Where there is none, the first failed check takes a little longer; as where this fails.
  globalThis.requestIdleCallback?.(() => rehearse(root, core).catch(() => {}));
  const onVisibility = (): void => void engine!.tell(document.hidden ? 'on_hidden' : 'on_shown');
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', () => engine!.tell('on_hidden'));
  window.addEventListener('pageshow', (event) => event.persisted && engine!.tell('on_shown'));
}
