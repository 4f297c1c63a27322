// SPDX-License-Identifier: Apache-2.0
// Builds nodes. Whatever comes from outside ends in a text node or an attribute, never in markup.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: attributes (`on` listeners, `style` properties), then children; texts become text nodes. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (key === "style") {
      for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text);
    } else {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  append(node, children);
  return node;
}

/** Appends children, nested lists included; null, undefined and false are nothing. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Replaces all children. */
export function put(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** Sets a text only if it differs, so that nothing is laid out or read aloud for nothing. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Words for screen readers alone. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}
