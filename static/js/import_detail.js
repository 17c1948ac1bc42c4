// The review of an import: keeps the place on the page when decisions are saved, and asks before
// unsaved ones would be lost.

const PLACE = "import-review-place";

/** The form of the open tab; htmx replaces it when another tab is opened. */
function form() {
  return document.querySelector("[data-keep-place]");
}

/** Whether something was entered that was not sent yet. */
function isChanged() {
  return [...(form()?.elements ?? [])].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    return field.type === "text" && field.value !== field.defaultValue;
  });
}

/** Remember where on the page the form was sent from; the answer is a new page. */
function rememberPlace() {
  const fields = [...form().querySelectorAll("input.fix-input")];
  const place = {
    path: location.pathname,
    top: scrollY,
    field: fields.indexOf(document.activeElement),
  };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
}

/** Go back to the remembered place once the review is there again. */
function restorePlace() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  if (!form() || place?.path !== location.pathname) return;
  sessionStorage.removeItem(PLACE);
  const fields = form().querySelectorAll("input.fix-input");
  // The corrected value has left the list, so that the next one stands in its place.
  fields[Math.min(place.field, fields.length - 1)]?.focus({ preventScroll: true });
  scrollTo({ top: place.top, behavior: "instant" });
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-keep-place]")) {
    rememberPlace();
  } else if (event.target.matches("[data-after-saving]") && isChanged()) {
    if (!confirm("本页有没保存的修改，确认导入时不会包含它们。仍然继续吗？")) event.preventDefault();
  }
});
// Before htmx hears of the click: another tab, status or page would drop what was entered.
document.addEventListener(
  "click",
  (event) => {
    const leaves = event.target.closest("#review a[href]");
    if (!leaves || !isChanged()) return;
    if (confirm("本页有没保存的修改，离开后会丢失。仍然离开吗？")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
restorePlace();
