// Keys that work on every page: "/" goes to the search field, Escape closes an open menu, Ctrl+Z
// and Ctrl+Y undo and redo where a page offers it.

/** Whether somebody is writing: a field has its own undo and takes every letter. */
function isTyping(event) {
  const field = event.target.closest?.("input, textarea, select, [contenteditable]");
  return field && !["checkbox", "radio", "submit", "button"].includes(field.type);
}

/** The button with data-key="undo" or "redo" is pressed by Ctrl+Z, Ctrl+Y or Ctrl+Shift+Z. */
export function undoByKeys() {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event)) return;
    const letter = event.key.toLowerCase();
    const key = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[letter];
    const button = key && document.querySelector(`[data-key='${key}']`);
    if (!button) return;
    event.preventDefault();
    if (!event.repeat) button.click();
  });
}

/** "/" puts the cursor into the search field, unless somebody is typing. */
export function focusSearch() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.getElementById("bar-search");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

/** Menus are <details>: Escape or a click elsewhere closes them, and focus returns to the menu. */
export function closeMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
