/** Every browser that can run the editors reads woff2: the other formats of an icon font are left out. */
const COMMENT = /\/\*[^]*?\*\//g;
const FACE = /@font-face\s*{[^}]*}/g;
const WOFF2 = /url\((['"]?)([^'")]+\.woff2[^'")]*)\1\)\s*format\((['"])woff2\3\)/;

function onlyWoff2(face) {
  const family = face.match(/font-family:\s*([^;]+);/)[1];
  const found = face.match(WOFF2);
  if (!found) {
    throw new Error(`the font ${family} has no woff2`);
  }
  const address = found[2].split('?')[0];
  return `@font-face { font-family: ${family}; src: url('${address}') format('woff2'); font-weight: normal; font-style: normal; }`;
}

/** Vite plugin, before vite reads the stylesheet's addresses. */
export function fonts() {
  return {
    name: 'dondoc-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0].endsWith('.css') || !code.includes('@font-face')) {
        return null;
      }
      return { code: code.replace(COMMENT, '').replace(FACE, onlyWoff2), map: null };
    }
  };
}
