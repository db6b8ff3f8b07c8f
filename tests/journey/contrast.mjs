// Contrast (WCAG 2.2 AA, 1.4.3 and 1.4.11) of the colours that a page computes, also in the dark
// and in forced colours, of which the accessibility rules know nothing.

const SCHEMES = {
  light: {},
  dark: { colorScheme: 'dark' },
  forced: { forcedColors: 'active' },
  'forced dark': { forcedColors: 'active', colorScheme: 'dark' },
};

// Runs in the page. Texts and edges of controls that are hard to tell from what is behind them.
function faintThings() {
  const channels = (text) => {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    const scale = text.startsWith('color(') ? 255 : 1;
    return [red * scale, green * scale, blue * scale, alpha];
  };
  const over = ([r, g, b, a], below) =>
    [r, g, b].map((value, i) => value * a + below[i] * (1 - a)).concat(1);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // What the page itself is drawn on.
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'Canvas';
  const canvas = channels(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      layers.unshift(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduce((below, layer) => over(layer, below), canvas);
  };
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const faint = [];
  const hold = (what, colour, back, least) => {
    const found = contrast(over(channels(colour), back), back);
    if (found < least) faint.push(`${what}: ${found.toFixed(2)} of ${least}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (texts.nextNode()) {
    const words = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    if (!words || !isSeen(element)) continue;
    ++count;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
    hold(words.slice(0, 40), color, behind(element), isLarge ? 3 : 4.5);
  }
  for (const control of document.querySelectorAll('input, textarea, select')) {
    const isBox = control.matches('[type=radio], [type=checkbox]');
    const drawn = isBox ? control.nextElementSibling : control;
    if (control.type === 'hidden' || !isSeen(drawn)) continue;
    ++count;
    const style = getComputedStyle(drawn, isBox ? '::before' : null);
    hold(`edge of ${control.name}`, style.borderTopColor, behind(drawn.parentElement), 3);
    if (!isBox) hold(`text of ${control.name}`, style.color, behind(control), 4.5);
  }
  if (count < 5) faint.push('nothing was looked at');
  return faint;
}

// What is faint in which colours, by this computation, and by the accessibility rules in the dark.
export async function faintIn(person) {
  const { page } = person;
  const faint = [];
  for (const [name, media] of Object.entries(SCHEMES)) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media });
    for (const what of await page.evaluate(faintThings)) faint.push(`${name}: ${what}`);
    if (name === 'dark') faint.push(...(await person.violations()));
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
  return faint;
}
