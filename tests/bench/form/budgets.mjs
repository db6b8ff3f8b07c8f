// The budgets of Muster's form page: each printed as a line, met or missed.
export const best = (values) => Math.min(...values);
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

// True: all are met.
export function reportBudgets({ muster, floor }) {
  const budgets = [
    ['wasm', muster.wasm, 60_000, 'bytes'],
    ['scripts', muster.js, 12_000, 'bytes'],
    ['styles', muster.css, 19_000, 'bytes'],
    ['first_visit', muster.wasm + muster.js + muster.css, 91_000, 'bytes'],
    ['repeat_visit', muster.repeat, 0, 'bytes'],
    // Of medians: many processes take part in it, and the best of some turns is the luckiest.
    ['ready', median(muster.ready), 1.3 * median(floor.ready), 'ms'],
    ['ready_4x', median(muster.slow), 1.3 * median(floor.slow), 'ms'],
    ['cpu_per_key', best(muster.key), best(floor.key) + 0.7, 'ms'],
    ['validate_to_paint', best(muster.paint), 16, 'ms'],
    ['validate_to_paint_4x', best(muster.slowPaint), 60, 'ms'],
    ['heap', muster.heap, 3, 'MB'],
    ['wasm_memory', muster.wasmMemory, 2, 'MB'],
    ['axe', muster.axe, 0, 'elements'],
    ['strict_csp', muster.strict ? 0 : 1, 0, 'failures'],
  ];
  let isMet = true;
  for (const [name, value, limit, unit] of budgets) {
    const met = value <= limit;
    const of = `limit ${Number(limit.toPrecision(4))}: ${met ? 'met' : 'MISSED'}`;
    const rounded = Number(value.toPrecision(4));
    console.log(JSON.stringify({ name: `form.budget.${name}`, value: rounded, unit, of }));
    isMet &&= met;
  }
  return isMet;
}
