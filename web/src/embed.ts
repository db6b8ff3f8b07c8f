// `/embed.js`, for pages of other sites: a form of this one as an element of theirs.
//
//   <script src="https://evidence.example.org/embed.js" defer></script>
//   <muster-form call="assistant-practitioners">
//     <a href="https://evidence.example.org/calls/assistant-practitioners/submit">Send evidence</a>
//   </muster-form>
//
// `conference="..."` instead of `call` is a booking. In a part of the page with lang="cy" the form
// is in Welsh. The link is for browsers without script, and goes when the form is there.
const SITE = new URL((document.currentScript as HTMLScriptElement).src).origin;
const LEAST_HEIGHT = 200;
const MOST_HEIGHT = 50_000;

class MusterForm extends HTMLElement {
  readonly #frame = document.createElement('iframe');

  // What the form inside tells: how high it is, what it is called, that another page begins.
  readonly #onMessage = (event: MessageEvent): void => {
    if (event.source !== this.#frame.contentWindow || event.origin !== SITE) return;
    const { muster, height, title } = (event.data ?? {}) as Record<string, unknown>;
    if (muster === 'size' && typeof height === 'number' && typeof title === 'string') {
      this.#frame.style.height = `${Math.min(Math.max(height, LEAST_HEIGHT), MOST_HEIGHT)}px`;
      this.#frame.title = title;
    } else if (muster === 'top' && this.getBoundingClientRect().top < 0) {
      this.scrollIntoView();
    }
  };

  connectedCallback(): void {
    const call = this.getAttribute('call');
    const name = call ?? this.getAttribute('conference') ?? '';
    if (!/^[a-z0-9-]+$/.test(name)) return;
    const isWelsh = this.closest<HTMLElement>('[lang]')?.lang.startsWith('cy') ?? false;
    const path = call === null ? `conferences/${name}/book` : `calls/${name}/submit`;
    this.#frame.src = `${SITE}/${isWelsh ? 'cy/' : ''}${path}`;
    this.#frame.title = this.textContent?.trim() || name;
    const { style } = this.#frame;
    style.border = '0';
    style.width = '100%';
    style.height = '800px';
    this.style.display = 'block';
    window.addEventListener('message', this.#onMessage);
    this.replaceChildren(this.#frame);
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#onMessage);
  }
}

customElements.define('muster-form', MusterForm);
