/** Reading and writing an element's properties, each write one step of undo. */
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

/** Our attribute `name` (or a standard one) of the element, as text. */
export function attribute(name) {
  return {
    get: element => getBusinessObject(element).get(name) ?? '',
    set: (element, value, { modeling }) => modeling.updateProperties(element, { [name]: value || undefined })
  };
}

/** The same of a part of the element: an event definition, a marker. `part` finds it. */
export function partAttribute(part, name, empty = undefined) {
  return {
    get: element => part(element)?.get(name) ?? '',
    set: (element, value, { modeling }) => modeling.updateModdleProperties(element, part(element), { [name]: value || empty })
  };
}

/** An expression in a child element `name` of a part; an empty one takes the child away. */
export function childExpression(part, name) {
  return {
    get: element => part(element)?.get(name)?.get('body') ?? '',
    set: (element, value, { modeling, bpmnFactory }) => {
      const holder = part(element);
      const before = holder.get(name);
      if (before && value) {
        modeling.updateModdleProperties(element, before, { body: value });
        return;
      }
      const made = value ? bpmnFactory.create('bpmn:FormalExpression', { body: value }) : undefined;
      if (made) {
        made.$parent = holder;
      }
      modeling.updateModdleProperties(element, holder, { [name]: made });
    }
  };
}

/** Our child elements of `type` ('dondoc:Input') of the element's own object or of `of(element)`. */
export function ours(element, type, of = getBusinessObject) {
  return (of(element)?.get('extensionElements')?.get('values') ?? []).filter(value => value.$type === type);
}

/** Replace our child elements of `type`; what other tools wrote beside them stays. */
export function setOurs(element, type, values, { modeling, bpmnFactory }, of = getBusinessObject) {
  const holder = of(element);
  const before = holder.get('extensionElements');
  const kept = (before?.get('values') ?? []).filter(value => value.$type !== type);
  const made = values.map(properties => bpmnFactory.create(type, properties));
  const extensionElements = kept.length + made.length
    ? bpmnFactory.create('bpmn:ExtensionElements', { values: [ ...kept, ...made ] })
    : undefined;
  if (extensionElements) {
    extensionElements.$parent = holder;
    extensionElements.values.forEach(value => value.$parent = extensionElements);
  }
  modeling.updateModdleProperties(element, holder, { extensionElements });
}

/** The expression of our input or output `name`. */
export function named(type, name) {
  return {
    get: element => ours(element, type).find(one => one.name === name)?.expression ?? '',
    set: (element, value, services) => {
      const others = ours(element, type).filter(one => one.name !== name)
        .map(one => ({ name: one.name, expression: one.expression }));
      setOurs(element, type, value ? [ ...others, { name, expression: value } ] : others, services);
    }
  };
}

export function eventOf(type) {
  return element => (getBusinessObject(element).get('eventDefinitions') ?? []).find(one => one.$type === type);
}

export const itself = getBusinessObject;
