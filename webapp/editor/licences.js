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

/** Inner package.json files that only say {"type": "module"} or give a part a name are no packages. */
function named(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Boolean(name && version);
}

const MIT = readFileSync(new URL('mit.txt', import.meta.url), 'utf8').trim();

/** Packages whose package.json says nothing: where their own page says MIT. */
const SAID_ELSEWHERE = { 'component-props': 'MIT' };

function holder({ name, author, repository }) {
  const who = typeof author === 'string' ? author : author?.name;
  return who || repository?.url || repository || name;
}

/** A package that declares the MIT licence and brings no file gets the licence's own text. */
function declared(about, license) {
  if (license !== 'MIT') {
    throw new Error(`${about.name} ${about.version} (${license}) is bundled but has no licence file`);
  }
  return `The package declares the MIT licence and brings no text of it. Copyright (c) ${holder(about)}\n\n${MIT}`;
}

/** One entry of the licence file; throws if a bundled package neither brings nor declares a licence. */
function entry(folder) {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const license = about.license ?? SAID_ELSEWHERE[about.name];
  const file = readdirSync(folder).sort().find(f => /^(licen[cs]e|copying)/i.test(f));
  const text = file ? readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim() : declared(about, license);
  return { title: `${about.name} ${about.version} (${license})`, text };
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
