// What every page loads: starts the form where there is one, offers to copy the page's address, and
// lets the service worker keep the pages of this visit for when there is no network. It may run
// while the page is still being read: only the head is certain to be there.
import { attachForm } from './dom.js';
import { isFramed, tellSize } from './framed.js';

// A receipt that was loaded anew shares its history with the form it came from: the browser then
// goes back to the form's address without loading it.
function watchHistory(): void {
  const { pathname } = location;
  window.addEventListener('popstate', () => {
    if (location.pathname !== pathname) location.reload();
  });
}

// The button is hidden in the page: without script it could do nothing. Its own attributes hold the
// words.
function offerAddress(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const status = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    let said = button.dataset.copied;
    try {
      await navigator.clipboard.writeText(button.dataset.copyAddress || location.href);
    } catch {
      said = button.dataset.copyFailed;
    }
    if (status) status.textContent = said ?? '';
  });
}

// This page and where its buttons lead open without a network from now on; a private address never
// does.
async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const addresses = [location.href];
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.nhsuk-button[href]')) {
    if (link.origin === location.origin) addresses.push(link.href);
  }
  await navigator.serviceWorker.register('/sw.js');
  const registration = await navigator.serviceWorker.ready;
  registration.active?.postMessage(addresses);
}

// With the whole page there; what has no need of it is under way before.
function begin(): void {
  const form = document.getElementById('muster-form');
  if (form) void attachForm(form, core);
  else watchHistory();
  document.querySelectorAll<HTMLButtonElement>('button[data-copy-address]').forEach(offerAddress);
  // A browser that refuses the worker has no form without network.
  keepForOffline().catch(() => {});
}

// A page with a form names its core in its head.
async function compileCore(): Promise<WebAssembly.Module> {
  const link = document.querySelector<HTMLLinkElement>('link[type="application/wasm"]');
  if (!link) throw new Error('this page has no core');
  return WebAssembly.compileStreaming(fetch(link.href));
}

const core = compileCore();
core.catch(() => {}); // Whoever wants the core is told.
if (isFramed) tellSize();
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
else begin();
