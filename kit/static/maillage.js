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

  // What the search proposes as one types: arrows walk it, Escape and leaving close it.
  const found = () => document.getElementById("found");
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form.find");
    if (!form) return;
    const box = form.querySelector("input");
    const stops = [box, ...form.querySelectorAll("#found a")];
    if (event.key === "Escape" && stops.length > 1) {
      found().replaceChildren();
      box.focus();
      return event.preventDefault();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = stops.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  });
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest("form.find");
    if (form && event.relatedTarget && !form.contains(event.relatedTarget)) found().replaceChildren();
  });
  document.addEventListener("pointerdown", (event) => {
    if (found()?.children.length && !event.target.closest("form.find")) found().replaceChildren();
  });

  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
  document.addEventListener("DOMContentLoaded", () => focusErrors(document));
})();
