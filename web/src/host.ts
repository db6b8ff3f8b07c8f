// What the core asks of the browser, under the names that wasm-client/browser_host.cc imports.
import { text, type Engine, type Handler } from './engine.js';
import { deleteServersCopy, filledTexts, historyDraft, leaveFor, markReady, show } from './dom.js';
import { tellTop } from './framed.js';
import * as storage from './storage.js';

const element = (id: Uint8Array | undefined) => document.getElementById(text(id));
const number = (part: Uint8Array | undefined): number => Number(text(part));

const record = (parts: Uint8Array[]): storage.DraftRecord => ({
  key: text(parts[0]),
  revision: number(parts[1]),
  page: text(parts[2]),
  request: parts[3]!,
});

const recordParts = (stored: storage.DraftRecord | undefined) =>
  stored
    ? [String(stored.revision), stored.page, stored.request]
    : ['0', '', ''];

function tellFilledTexts(engine: Engine): void {
  for (const parts of filledTexts()) engine.tell('on_filled', ...parts);
}

export function tellLoaded(
  engine: Engine,
  isAvailable: boolean,
  stored?: storage.DraftRecord,
  tail?: storage.Tail,
): void {
  engine.tell(
    'on_draft_loaded',
    isAvailable ? '1' : '0',
    ...recordParts(stored),
    ...recordParts(tail),
    String(tail?.storedRevision ?? 0),
    String(tail?.savingRevision ?? 0),
  );
}

async function load(engine: Engine, key: string): Promise<void> {
  let stored: storage.DraftRecord | undefined;
  let isAvailable = true;
  try {
    stored = await storage.loadDraft(key);
  } catch {
    isAvailable = false;
  }
  tellLoaded(engine, isAvailable, stored, storage.loadTail(key));
}

// The core's first question. On a first visit, when the page has no service worker yet, most likely
// nothing is kept, and that is told at once: to look takes longer than all else that a page does to
// be ready. The core then asks again.
async function loadFirst(engine: Engine, key: string): Promise<void> {
  if (isFirstVisit()) tellLoaded(engine, true);
  else await load(engine, key);
  tellFilledTexts(engine);
  markReady();
}

function isFirstVisit(): boolean {
  try {
    return navigator.serviceWorker.controller === null && !historyDraft();
  } catch {
    return false; // There are none here, so nobody knows.
  }
}

async function send(engine: Engine, path: string, body: Uint8Array, limit: number): Promise<void> {
  let reply: [string, string, string, string, Uint8Array];
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' },
      body: body as Uint8Array<ArrayBuffer>,
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(limit),
    });
    const header = (name: string): string => response.headers.get(name) ?? '';
    reply = [
      String(response.status),
      header('content-type'),
      header('grpc-status'),
      header('grpc-status-details-bin'),
      new Uint8Array(await response.arrayBuffer()),
    ];
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    reply = [isLate ? '-1' : '0', '', '', '', new Uint8Array()];
  }
  engine.tell('on_reply', ...reply);
}

// A receipt is with the server alone: out of its reach, the page goes on saying that it was sent.
function reload(): void {
  if (!location.search.includes('key=')) return location.reload();
  const there = fetch(location.href, { method: 'HEAD' });
  there.then(({ ok }) => ok && location.reload()).catch(() => {});
}

function focus(selector: string): void {
  const target = document.querySelector<HTMLElement>(selector);
  if (!target) return;
  // What is no control takes the focus only while it has it.
  if (target.tabIndex < 0 && !target.hasAttribute('tabindex')) {
    target.tabIndex = -1;
    target.addEventListener('blur', () => target.removeAttribute('tabindex'), { once: true });
  }
  target.focus();
}

// `engine` gives the engine once it runs: nothing here is called before.
export function handlers(engine: () => Engine): Record<string, Handler> {
  let timer = 0;
  let isFirst = true;
  return {
    show: ([region, html]) => {
      show(text(region), text(html));
      // After the event that made the core show this.
      if (text(region) === 'main') queueMicrotask(() => tellFilledTexts(engine()));
    },
    set_text: ([id, value]) => {
      const target = element(id);
      if (target && target.textContent !== text(value)) target.textContent = text(value);
    },
    set_attribute: ([id, name, value]) => {
      const target = element(id);
      if (target && target.getAttribute(text(name)) !== text(value)) {
        target.setAttribute(text(name), text(value));
      }
    },
    // After the event, when all of it is written: to give the focus lays the page out.
    focus: ([selector]) => queueMicrotask(() => focus(text(selector))),
    scroll_to_top: () => {
      window.scrollTo(0, 0);
      tellTop();
    },
    set_title: ([title]) => (document.title = text(title)),
    push_address: ([address, draft]) =>
      history.pushState({ draft: text(draft) }, '', text(address)),
    replace_address: ([address, draft]) =>
      history.replaceState({ draft: text(draft) }, '', text(address)),
    reload: () => reload(),
    leave: ([address]) => leaveFor(text(address)),
    save_draft: (parts) =>
      void storage
        .saveDraft(record(parts), number(parts[4]), text(parts[5]) === '1')
        .then((outcome) => {
          if (outcome === 'saved') deleteServersCopy();
          engine().tell('on_draft_saved', outcome);
        }),
    load_draft: ([key]) => {
      // Before the core is told: it may ask again at once.
      const work = isFirst ? loadFirst : load;
      isFirst = false;
      void work(engine(), text(key));
    },
    delete_draft: ([key, revision]) =>
      void storage
        .deleteDraft(text(key), number(revision))
        .then((isDeleted) => engine().tell('on_draft_deleted', isDeleted ? '1' : '0')),
    keep_tail: (parts) =>
      storage.keepTail({
        ...record(parts),
        storedRevision: number(parts[4]),
        savingRevision: number(parts[5]),
      }),
    drop_tail: ([key]) => storage.dropTail(text(key)),
    keep_sent_note: ([draft, note]) => storage.keepSentNote(text(draft), text(note)),
    send_request: ([path, body, limit]) => void send(engine(), text(path), body!, number(limit)),
    schedule: ([delay]) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => engine().tell('on_tick'), number(delay));
    },
  };
}
