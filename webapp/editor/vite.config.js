import { defineConfig } from 'vite';

import { licences } from './licences.js';

// DONDOC_BUNDLE_OUT: where tools/check_bundle.py wants the files instead.
const outDir = process.env.DONDOC_BUNDLE_OUT || '../static/editor';

export default defineConfig({
  publicDir: false,
  plugins: [ licences('LICENSES.txt') ],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    lib: {
      entry: 'src/viewer.js',
      name: 'dondocViewer',
      formats: [ 'iife' ],
      fileName: () => 'viewer.js',
      cssFileName: 'viewer'
    }
  }
});
