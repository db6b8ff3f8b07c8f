// Makes the inside of an element that of another one, by changing only what differs: a page of
// which little has changed, as after a failed check, is laid out anew only there.

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
export const CONTROLS = 'input, textarea, select';

export const isBox = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox');

// The option that a select shows when nobody has chosen: the page's, or else the first.
const firstIndex = (select: HTMLSelectElement): number =>
  Math.max(
    0,
    [...select.options].findIndex((option) => option.defaultSelected),
  );

// Whether a control holds something else than the page says that was loaded or shown last.
export function isTouched(control: Control): boolean {
  if (isBox(control)) return control.checked !== control.defaultChecked;
  if (control instanceof HTMLSelectElement) return control.selectedIndex !== firstIndex(control);
  return control.value !== control.defaultValue;
}

function reset(control: Control): void {
  if (isBox(control)) {
    control.checked = control.defaultChecked;
  } else if (control instanceof HTMLSelectElement) {
    control.selectedIndex = firstIndex(control);
  } else {
    control.value = control.defaultValue;
  }
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

// Whether one node can become the other. What comes and goes, like a message, has an id.
const isAlike = (one: Node, other: Node): boolean =>
  one.nodeName === other.nodeName &&
  (!isElement(one) ||
    (one.id === (other as Element).id &&
      one.getAttribute('type') === (other as Element).getAttribute('type')));

// By names: to walk through the attributes would make an object of each.
function patchAttributes(element: Element, wanted: Element): void {
  for (const name of element.getAttributeNames()) {
    if (!wanted.hasAttribute(name)) element.removeAttribute(name);
  }
  for (const name of wanted.getAttributeNames()) {
    const value = wanted.getAttribute(name)!;
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

function patchNode(node: Node, wanted: Node): void {
  if (node.isEqualNode(wanted)) return;
  if (!isElement(node)) {
    node.nodeValue = wanted.nodeValue;
    return;
  }
  patchAttributes(node, wanted as Element);
  patchChildren(node, wanted);
}

function patchChildren(parent: Node, wanted: Node): void {
  let at = parent.firstChild;
  for (let child = wanted.firstChild, next; child; child = next) {
    next = child.nextSibling;
    let found = at;
    while (found && !isAlike(found, child)) found = found.nextSibling;
    if (!found) {
      parent.insertBefore(child, at);
      continue;
    }
    while (at !== found) at = dropped(at!);
    at = found.nextSibling;
    patchNode(found, child);
  }
  while (at) at = dropped(at);
}

// Takes a node out, and gives the one after it.
function dropped(node: ChildNode): ChildNode | null {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// All controls then hold what `wanted` says, whatever was typed into them.
export function patch(parent: Element, wanted: DocumentFragment): void {
  patchChildren(parent, wanted);
  for (const control of parent.querySelectorAll<Control>(CONTROLS)) {
    if (isTouched(control)) reset(control);
  }
}
