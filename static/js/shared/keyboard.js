// Keys that work on every page: "/" goes to the search field, Escape closes an open menu.

/** "/" puts the cursor into the search field, unless somebody is typing. */
export function focusSearch() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
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
