// Builds what the browser loads: build/web/assets/NAME-HASH.EXT with .br and .gz beside each,
// build/web/manifest.json, build/web/sw.js and build/web/embed.js. Needs core.wasm and core.cy.wasm
// in build/wasm/wasm-client. Ends with an error when the types do not check or a file is over its
// budget.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compile } from 'sass';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);
const output = join(root, 'build/web');
const unfinished = `${output}.unfinished`;

// Bytes after brotli.
const BUDGETS = {
  'main.js': 12_000,
  'main.css': 19_000,
  'core.wasm': 60_000,
  'core.cy.wasm': 60_000,
};

function checkTypes() {
  const compiler = join(web, 'node_modules/typescript/bin/tsc');
  for (const project of ['tsconfig.json', 'tsconfig.worker.json']) {
    execFileSync(process.execPath, [compiler, '--project', join(web, project)], {
      stdio: 'inherit',
    });
  }
}

async function bundle(source, define, format) {
  const result = await build({
    entryPoints: [join(web, 'src', source)],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    // All of it is small and soon wanted: Chromium then compiles it while it loads, not on a click.
    banner: { js: '//# allFunctionsCalledOnLoad' },
    define,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

async function styles() {
  const { css } = compile(join(web, 'styles/main.scss'), {
    loadPaths: [join(web, 'node_modules/nhsuk-frontend/dist')],
    style: 'compressed',
    quietDeps: true,
  });
  // The only pictures named are those of search inputs, which we have none of.
  const plain = css.replace(/url\("[^"]*nhsuk-icon-cross\.svg"\)/g, 'none');
  if (/url\((?!["']?data:)/.test(plain)) throw new Error('the style sheet loads another file');
  return Buffer.from(plain);
}

const manifest = {};
let failures = 0;

const compressed = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

// Writes an asset and says what it weighs.
function addAsset(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  const file = `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  const brotli = compressed(bytes);
  writeFileSync(join(unfinished, 'assets', file), bytes);
  writeFileSync(join(unfinished, 'assets', `${file}.br`), brotli);
  writeFileSync(join(unfinished, 'assets', `${file}.gz`), gzipSync(bytes, { level: 9 }));
  manifest[name] = `/assets/${file}`;
  const budget = BUDGETS[name];
  console.log(
    `${name}: ${bytes.length} bytes, ${brotli.length} brotli${budget ? ` of ${budget}` : ''}`,
  );
  if (budget && brotli.length > budget) {
    console.error(`${name} is over its budget`);
    ++failures;
  }
}

checkTypes();
rmSync(unfinished, { recursive: true, force: true });
mkdirSync(join(unfinished, 'assets'), { recursive: true });
const CORES = { en: 'core.wasm', cy: 'core.cy.wasm' };
for (const core of Object.values(CORES)) {
  addAsset(core, readFileSync(join(root, 'build/wasm/wasm-client', core)));
}
const cores = JSON.stringify(
  Object.fromEntries(Object.entries(CORES).map(([language, core]) => [language, manifest[core]])),
);
addAsset('main.css', await styles());
addAsset('main.js', await bundle('main.ts', {}, 'esm'));
addAsset('favicon.svg', readFileSync(join(web, 'styles/favicon.svg')));
// The cores come with the pages of their language; the version is that of all.
const isCore = (name) => Object.values(CORES).includes(name);
const assets = JSON.stringify(
  Object.keys(manifest).flatMap((name) => (isCore(name) ? [] : [manifest[name]])),
);
const version = createHash('sha256').update(assets + cores).digest('hex').slice(0, 12);
const worker = await bundle(
  'worker.ts',
  { ASSETS: assets, CORES: cores, VERSION: JSON.stringify(version) },
  'iife',
);
writeFileSync(join(unfinished, 'sw.js'), worker);
// At an address that other sites can write into their pages.
writeFileSync(join(unfinished, 'embed.js'), await bundle('embed.ts', {}, 'iife'));
writeFileSync(join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
if (failures > 0) process.exit(1);
rmSync(output, { recursive: true, force: true });
renameSync(unfinished, output);
