// What every page loads: starts the form where there is one, offers to copy the page's address, and
// lets the service worker keep the pages of this visit for when there is no network.
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

// A page with a form has its core compiled from its head on.
declare global {
  var musterCore: Promise<WebAssembly.Module>;
}

if (isFramed) tellSize();

const form = document.getElementById('muster-form');
if (form) void attachForm(form, globalThis.musterCore);
else watchHistory();
document.querySelectorAll<HTMLButtonElement>('button[data-copy-address]').forEach(offerAddress);
keepForOffline().catch(() => {}); // A browser that refuses the worker has no form without network.
