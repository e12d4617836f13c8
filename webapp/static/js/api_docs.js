// The page of the API's document: Swagger UI, on the document named in the page.
"use strict";
const place = document.getElementById("swagger-ui");

// What Swagger UI leaves out of WCAG 2.2: its parts are landmarks with names, its headings have no gaps.
function mend() {
  const give = (selector, values) => {
    for (const node of place.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(values)) {
        if (node.getAttribute(name) !== value) node.setAttribute(name, value);
      }
    }
  };
  give(".information-container", { role: "region", "aria-label": "About" });
  give(".scheme-container", { role: "region", "aria-label": "Server and token" });
  give("h3.opblock-tag", { "aria-level": "2" });
  give("section.models h4", { "aria-level": "2" });
  give("select#servers", { "aria-label": "Server" });
}

new MutationObserver(mend).observe(place, { childList: true, subtree: true });
window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: false, // its links stand inside buttons
  presets: [window.SwaggerUIBundle.presets.apis],
});
