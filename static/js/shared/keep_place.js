// After an edit the server's answer takes the place of the tab: focus and open parts stay.

const FOCUSABLE = "summary, button:not(:disabled), a[href], input:not([type=hidden]), select, textarea";

/** Where the focus goes: the element of that id, or the first thing in it that can have it. */
function focusOn(id) {
  const place = id && document.getElementById(id);
  if (!place) return false;
  const target = place.matches(FOCUSABLE) ? place : place.querySelector(FOCUSABLE);
  target?.focus({ preventScroll: true });
  return Boolean(target);
}

/** Keep focus, scroll and open parts of `area` over a swap. Forms name their place in data-focus. */
export function keepPlace(area) {
  if (!area) return;
  let open = [];
  let wanted = "";
  let scroll = 0;

  const messages = document.getElementById("messages");

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { target, requestConfig } = event.detail;
    if (requestConfig.verb === "get") {
      wanted = "";
      if (target === area) messages.replaceChildren(); // of another tab
    } else {
      wanted = event.target.closest("[data-focus]")?.dataset.focus ?? "undo";
      messages.classList.add("is-floating"); // the answer goes there
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && messages.matches(".is-floating")) messages.replaceChildren();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== area) return;
    scroll = window.scrollY;
    open = [...area.querySelectorAll("details[open][id]:not(.menu, .reason)")].map(({ id }) => id);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== area || !wanted) return;
    for (const id of open) {
      const part = document.getElementById(id);
      if (part) part.open = true;
    }
    window.scrollTo({ top: scroll, behavior: "instant" });
    if (![wanted, "undo", "redo"].some(focusOn)) area.querySelector(FOCUSABLE)?.focus();
    wanted = "";
  });
}
