import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Directory of the npm package a module file belongs to; null for our own sources. */
function packageOf(file) {
  if (!file.includes('node_modules')) {
    return null;
  }
  let folder = dirname(file);
  while (!(existsSync(join(folder, 'package.json')) && named(folder))) {
    folder = dirname(folder);
  }
  return folder;
}

/** Inner package.json files that only say {"type": "module"} name no package. */
function named(folder) {
  return Boolean(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name);
}

/** One entry of the licence file; throws if a bundled package brings no licence text. */
function entry(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).sort().find(f => /^(licen[cs]e|copying)/i.test(f));
  if (!file) {
    throw new Error(`${name} ${version} (${license}) is bundled but has no licence file`);
  }
  const text = readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim();
  return { title: `${name} ${version} (${license})`, text };
}

/** The licences of everything that several bundles hold, written beside the last one to `fileName`. */
export class Licences {
  constructor(fileName) {
    this.fileName = fileName;
    this.folders = new Set();
  }

  note(ids) {
    const files = [ ...ids ].map(id => id.replace(/^\0/, '').split('?')[0]);
    files.map(packageOf).filter(Boolean).forEach(folder => this.folders.add(folder));
  }

  text() {
    const entries = [ ...this.folders ].map(entry).sort((a, b) => a.title < b.title ? -1 : 1);
    return entries.map(e => `${e.title}\n${'-'.repeat(e.title.length)}\n\n${e.text}\n`).join('\n\n');
  }

  /** Vite plugin for one bundle. */
  plugin(last) {
    const styles = new Set();
    return {
      name: 'dondoc-licences',
      transform: (_code, id) => {
        // A stylesheet leaves no module in the chunk, so it is noted here.
        styles.add(id);
      },
      generateBundle: (options, bundle) => {
        this.note(Object.values(bundle).flatMap(chunk => Object.keys(chunk.modules ?? {})));
        this.note(styles);
      },
      writeBundle: ({ dir }) => {
        if (last) {
          writeFileSync(join(dir, this.fileName), this.text());
        }
      }
    };
  }
}
