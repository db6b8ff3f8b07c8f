// In a frame of another site's page (embed.ts): tells that page how high this one is and what it is
// called. Which sites may have such a frame is the server's to say; they learn nothing else.
export const isFramed = window.parent !== window;

function tell(message: { muster: 'size' | 'top'; height?: number; title?: string }): void {
  window.parent.postMessage(message, '*');
}

export function tellTop(): void {
  if (isFramed) tell({ muster: 'top' });
}

export function tellSize(): void {
  document.documentElement.classList.add('muster-framed');
  const size = (): void =>
    tell({
      muster: 'size',
      height: Math.ceil(document.documentElement.getBoundingClientRect().height),
      title: document.title,
    });
  new ResizeObserver(size).observe(document.documentElement);
  const title = document.querySelector('title');
  if (title) new MutationObserver(size).observe(title, { childList: true });
  tell({ muster: 'top' });
}
