/** The tiers of a pool: each a tick, kept as one attribute. */
import { attribute } from './access.js';
import { field } from './fields.js';

const all = attribute('dondoc:tier');

function chosen(element) {
  return all.get(element).split(/\s+/).filter(Boolean);
}

function tick(code) {
  return {
    get: element => chosen(element).includes(code),
    set: (element, value, services) => {
      const others = chosen(element).filter(one => one !== code);
      all.set(element, (value ? [ ...others, code ] : others).join(' '), services);
    }
  };
}

export function tiers(element, choices) {
  const unknown = chosen(element).filter(code => !choices.tiers.some(([ known ]) => known === code));
  return [ ...choices.tiers, ...unknown.map(code => [ code, code ]) ].map(([ code, name ]) => field('tick', element, {
    id: `dondoc-tier-${code}`, said: name, access: tick(code)
  }));
}
