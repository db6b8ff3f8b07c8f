// The service worker: after one visit, the form opens without a network. What it keeps is one
// version: script, styles and cores by their hashes, all or nothing, and the pages that name them.
declare const self: ServiceWorkerGlobalScope;
// Put in by build.mjs: the hashed assets, and a name that changes with any of them.
declare const ASSETS: string[];
// The core of each language; a page that is kept brings its own.
declare const CORES: { en: string; cy: string };
declare const VERSION: string;

const ASSET_CACHE = `muster assets ${VERSION}`;
const PAGE_CACHE = 'muster pages';
const NETWORK_LIMIT_MILLISECONDS = 3000;
const MOST_PAGES = 20;

self.addEventListener('install', (event) => {
  // Fails as a whole if any asset is missing; the version in use then stays. No skipWaiting: pages
  // that are open keep the assets they were loaded with.
  event.waitUntil(
    caches
      .open(ASSET_CACHE)
      .then((cache) =>
        cache.addAll(ASSETS.map((address) => new Request(address, { cache: 'reload' }))),
      ),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

// The kept pages name the assets of the version before: both go together, once new pages are here.
async function takeOver(): Promise<void> {
  const pages = await caches.open(PAGE_CACHE);
  let isFresh = true;
  for (const request of await pages.keys()) {
    isFresh = (await keepPage(request.url)) && isFresh;
  }
  if (isFresh) {
    for (const name of await caches.keys()) {
      if (name.startsWith('muster assets') && name !== ASSET_CACHE) await caches.delete(name);
    }
  }
  await self.clients.claim();
}

// A page names the addresses that shall open without a network.
self.addEventListener('message', (event) => {
  if (!Array.isArray(event.data)) return;
  const addresses = event.data.slice(0, MOST_PAGES).map(String);
  event.waitUntil(Promise.all(addresses.map(keepPage)));
});

// A receipt's address holds its key: such a page is its holder's alone, and never kept.
const isPrivate = (address: URL): boolean => address.searchParams.has('key');

const mayKeep = (response: Response): boolean =>
  response.ok &&
  !response.redirected &&
  !(response.headers.get('cache-control') ?? '').includes('no-store') &&
  (response.headers.get('content-type') ?? '').startsWith('text/html');

// Pages are kept without their query: it only says where in the form one was, and the form knows
// better.
const pageKey = (address: URL): string => address.origin + address.pathname;

const isGone = ({ status }: Response): boolean => status === 404 || status === 410;

// True: what is kept of this address is the server's present page, or nothing.
async function keepPage(text: string): Promise<boolean> {
  const address = new URL(text, self.location.href);
  if (address.origin !== self.location.origin || isPrivate(address)) return false;
  try {
    await keepCore(address);
    // Without cookies: what is kept is everybody's page.
    const response = await fetch(pageKey(address), { cache: 'no-cache', credentials: 'omit' });
    if (mayKeep(response)) await storePage(pageKey(address), response);
    if (isGone(response)) await (await caches.open(PAGE_CACHE)).delete(pageKey(address));
    return response.ok || isGone(response);
  } catch {
    return false;
  }
}

// The core that the page of this address loads.
async function keepCore(address: URL): Promise<void> {
  const core = address.pathname.startsWith('/cy/') ? CORES.cy : CORES.en;
  const cache = await caches.open(ASSET_CACHE);
  if (!(await cache.match(core))) await cache.add(core);
}

async function storePage(key: string, response: Response): Promise<void> {
  const cache = await caches.open(PAGE_CACHE);
  await cache.put(key, response);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) await cache.delete(old);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith('/assets/')) {
    event.respondWith(asset(request));
  } else if (request.mode === 'navigate' && !isPrivate(address)) {
    event.respondWith(page(event, address));
  }
});

// Our own version's cache first: another may be filled or thrown away at this moment.
async function asset(request: Request): Promise<Response> {
  const kept =
    (await caches.match(request, { cacheName: ASSET_CACHE, ignoreVary: true })) ??
    (await caches.match(request, { ignoreVary: true }));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    await caches
      .open(ASSET_CACHE)
      .then((cache) => cache.put(request, copy))
      .catch(() => {});
  }
  return response;
}

// The network if it answers in time, else what is kept, else the network however long it takes.
async function page(event: FetchEvent, address: URL): Promise<Response> {
  const key = pageKey(address);
  const network = fetch(event.request).then((response) => {
    if (mayKeep(response) && !address.search) event.waitUntil(storePage(key, response.clone()));
    return response;
  });
  const limit = new Promise<undefined>((resolve) =>
    setTimeout(resolve, NETWORK_LIMIT_MILLISECONDS, undefined),
  );
  const inTime = await Promise.race([network, limit]).catch(() => undefined);
  if (inTime) return inTime;
  const kept = await caches.match(key, { cacheName: PAGE_CACHE, ignoreVary: true });
  if (!kept) return network;
  event.waitUntil(network.catch(() => {}));
  return kept;
}

export {};
