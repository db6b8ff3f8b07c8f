// The device's storage as the core asks for it: drafts in IndexedDB, the unsaved tail in
// localStorage, notes of what was sent in sessionStorage. It moves bytes and compares revisions; it
// decides nothing.

export interface DraftRecord {
  key: string;
  revision: number;
  page: string;
  request: Uint8Array;
}

export interface Tail extends DraftRecord {
  storedRevision: number;
  savingRevision: number;
}

export type SaveOutcome = 'saved' | 'conflict' | 'failed';

const DATABASE = 'muster';
const STORE = 'drafts';
const LONGEST_TRANSACTION_MILLISECONDS = 5000;

let database: Promise<IDBDatabase> | undefined;

function openDatabase(): Promise<IDBDatabase> {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
    request.onsuccess = () => {
      // Another version of the page wants to change the database, or the browser takes it away.
      request.result.onversionchange = () => closeDatabase();
      request.result.onclose = () => (database = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
  database.catch(() => (database = undefined));
  return database;
}

function closeDatabase(): void {
  void database?.then(
    (open) => open.close(),
    () => {},
  );
  database = undefined;
}

// Every transaction goes through here: it is done when the browser says it is complete. A database
// that is closed or broken is opened anew and the transaction tried once more.
async function transact<Result>(
  mode: IDBTransactionMode,
  durability: IDBTransactionDurability,
  work: (store: IDBObjectStore, finish: (result: Result) => void) => void,
): Promise<Result> {
  for (let attempt = 1; ; ++attempt) {
    try {
      return await withTimeLimit(
        openDatabase().then(
          (open) =>
            new Promise<Result>((resolve, reject) => {
              const transaction = open.transaction(STORE, mode, { durability });
              let result: Result;
              transaction.oncomplete = () => resolve(result);
              transaction.onabort = transaction.onerror = () => reject(transaction.error);
              work(transaction.objectStore(STORE), (value) => (result = value));
            }),
        ),
      );
    } catch (error) {
      closeDatabase();
      if (attempt === 2) throw error;
    }
  }
}

function withTimeLimit<Result>(promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('time')), LONGEST_TRANSACTION_MILLISECONDS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// Undefined: nothing is stored under this key. Rejects where storage is refused.
export function loadDraft(key: string): Promise<DraftRecord | undefined> {
  return transact('readonly', 'default', (store, finish) => {
    const request = store.get(key);
    request.onsuccess = () => finish(request.result as DraftRecord | undefined);
  });
}

let saving: Promise<unknown> = Promise.resolve();

// Done when no save is under way.
export const settled = (): Promise<unknown> => saving;

// Stores `record` if the stored revision is `expected` (0: none), in one transaction.
export function saveDraft(
  record: DraftRecord,
  expected: number,
  isStrict: boolean,
): Promise<SaveOutcome> {
  const outcome = writeDraft(record, expected, isStrict);
  saving = outcome;
  return outcome;
}

async function writeDraft(
  record: DraftRecord,
  expected: number,
  isStrict: boolean,
): Promise<SaveOutcome> {
  try {
    return await transact<SaveOutcome>(
      'readwrite',
      isStrict ? 'strict' : 'relaxed',
      (store, finish) => {
        const request = store.get(record.key);
        request.onsuccess = () => {
          const stored = (request.result as DraftRecord | undefined)?.revision ?? 0;
          // Our own revision: the first try got through after all.
          if (stored !== expected && stored !== record.revision) return finish('conflict');
          store.put(record);
          finish('saved');
        };
      },
    );
  } catch {
    return 'failed';
  }
}

// Deletes the tail, and the draft if it has this revision; -1: whatever it has.
export async function deleteDraft(key: string, revision: number): Promise<boolean> {
  dropTail(key);
  try {
    await transact<void>('readwrite', 'strict', (store) => {
      const request = store.get(key);
      request.onsuccess = () => {
        const stored = (request.result as DraftRecord | undefined)?.revision;
        if (revision === -1 || stored === revision) store.delete(key);
      };
    });
    return true;
  } catch {
    return false;
  }
}

const tailKey = (key: string): string => `muster tail ${key}`;

export function keepTail(tail: Tail): void {
  const request = btoa(Array.from(tail.request, (byte) => String.fromCharCode(byte)).join(''));
  quietly(() => localStorage.setItem(tailKey(tail.key), JSON.stringify({ ...tail, request })));
}

export function loadTail(key: string): Tail | undefined {
  return quietly(() => {
    const stored = localStorage.getItem(tailKey(key));
    if (!stored) return undefined;
    const tail = JSON.parse(stored);
    return { ...tail, request: Uint8Array.from(atob(tail.request), (c) => c.charCodeAt(0)) };
  });
}

export function dropTail(key: string): void {
  quietly(() => localStorage.removeItem(tailKey(key)));
}

const noteKey = (requestId: string): string => `muster sent ${requestId}`;

export function keepSentNote(requestId: string, note: string): void {
  quietly(() => sessionStorage.setItem(noteKey(requestId), note));
}

export function loadSentNote(requestId: string): string {
  return quietly(() => sessionStorage.getItem(noteKey(requestId))) ?? '';
}

// The small storages throw where they are refused or full: then there is no tail and no note.
function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
