/**
 * Builds one bundle after the other: a script without imports for each, with its own stylesheet, so that a
 * page loads only what it shows. DONDOC_BUNDLE_OUT: where tools/check_bundle.py wants the files instead.
 */
import { build } from 'vite';

import { fonts } from './fonts.js';
import { Licences } from './licences.js';

const outDir = process.env.DONDOC_BUNDLE_OUT || '../static/editor';
const BUNDLES = [ 'viewer', 'editor', 'dmn', 'form' ];

const licences = new Licences('LICENSES.txt');

function asset({ names }) {
  return names[0].endsWith('.css') ? `${current}.css` : '[name][extname]';
}

let current;
for (const [ index, name ] of BUNDLES.entries()) {
  current = name;
  await build({
    configFile: false,
    logLevel: 'warn',
    base: './',
    publicDir: false,
    plugins: [ fonts(), licences.plugin(index === BUNDLES.length - 1) ],
    build: {
      outDir,
      emptyOutDir: index === 0,
      target: 'es2022',
      sourcemap: false,
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 4096,
      rolldownOptions: {
        input: `src/${name}.js`,
        checks: { pluginTimings: false },
        output: { format: 'iife', entryFileNames: `${name}.js`, assetFileNames: asset }
      }
    }
  });
}
