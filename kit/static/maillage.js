// What a page does better with script; without it, everything still works.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // The list of what is to be corrected is read first.
  const focusErrors = (within) => within.querySelector("[data-focus]")?.focus();

  // A filter that says so applies as soon as it changes.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input[type=radio], input[type=checkbox]")) {
      form.requestSubmit();
    }
  });

  // A form on its way is not sent again by a second click.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "true";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // A button that names an element copies its text.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (source) navigator.clipboard?.writeText(source.textContent.trim());
  });

  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
  document.addEventListener("DOMContentLoaded", () => focusErrors(document));
})();
