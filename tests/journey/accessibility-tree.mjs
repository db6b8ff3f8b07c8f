// What assistive technology is given of a page, as text: a line for each node with its role, name,
// description and state, indented by depth. What differs from run to run is masked.

const CLOCK = /(\d{1,2}(:\d\d)?[ap]m|midnight|midday|\d\d:\d\d:\d\d)/.source;
const MASKS = [
  [new RegExp(`${CLOCK}( UTC)? on \\d{1,2} \\p{L}+ \\d{4}`, 'gu'), 'TIME'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID'],
  [/key=[\w-]+/g, 'key=KEY'],
  [/127\.0\.0\.1:\d+/g, 'HOST'],
  [/\b[0-9a-f]{64}\b/g, 'DIGEST'],
  [/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, 'REFERENCE'],
];

const masked = (text) => MASKS.reduce((done, [from, to]) => done.replaceAll(from, to), text);

const STATES = ['level', 'checked', 'invalid', 'disabled', 'expanded', 'selected', 'live'];

// Nodes that say nothing of their own.
const SILENT = new Set(['none', 'generic', 'InlineTextBox', 'LineBreak', 'ListMarker']);

function stateOf(node) {
  const states = [];
  for (const { name, value } of node.properties ?? []) {
    if (!STATES.includes(name)) continue;
    if (value.value === false || value.value === 'false' || value.value === 'off') continue;
    states.push(value.value === true || value.value === 'true' ? name : `${name}=${value.value}`);
  }
  return states.sort().join(' ');
}

function lineOf(node) {
  const name = masked((node.name?.value ?? '').replace(/\s+/g, ' ').trim());
  const described = masked((node.description?.value ?? '').replace(/\s+/g, ' ').trim());
  const state = stateOf(node);
  return (
    node.role.value +
    (name ? ` "${name}"` : '') +
    (described ? `, described by "${described}"` : '') +
    (state ? ` [${state}]` : '')
  );
}

export async function accessibilityTree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const walk = (node, depth, parentName) => {
    const name = (node.name?.value ?? '').trim();
    const isText = node.role?.value === 'StaticText';
    const isSaid =
      !node.ignored && !SILENT.has(node.role?.value) && !(isText && (name === parentName || !name));
    if (isSaid) lines.push('  '.repeat(depth) + lineOf(node));
    if (isText) return;
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      if (child) walk(child, isSaid ? depth + 1 : depth, isSaid ? name : parentName);
    }
  };
  walk(nodes[0], 0, '');
  return `${lines.join('\n')}\n`;
}
