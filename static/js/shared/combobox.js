// A field that offers what matches while somebody types: the combobox with a listbox of the ARIA
// Authoring Practices. Without this script it is a plain field, whose text the server looks up.

const WAIT_MS = 150;
let timer = 0;
let asked = 0;

const fieldOf = (event) => event.target.closest?.("[data-combobox] input[role=combobox]");
const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]")];

/** Show or hide the list of a field. */
function open(field, shown) {
  listOf(field).hidden = !shown;
  field.setAttribute("aria-expanded", String(shown));
  if (!shown) field.removeAttribute("aria-activedescendant");
}

/** Ask for what matches, unless something else has been asked for meanwhile. */
async function offer(field, words) {
  const mine = ++asked;
  const url = new URL(field.closest("[data-combobox]").dataset.combobox, location.href);
  url.searchParams.set("q", words);
  const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || mine !== asked || document.activeElement !== field) return;
  listOf(field).innerHTML = await answer.text();
  optionsOf(field).forEach((option, place) => (option.id = `${field.id}-option-${place}`));
  open(field, true);
}

/** Make the option at a place the active one; around the ends it goes on. */
function activate(field, place) {
  const options = optionsOf(field);
  if (!options.length) return;
  const active = options.at(place % options.length);
  options.forEach((option) => option.setAttribute("aria-selected", String(option === active)));
  active.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", active.id);
}

/** Take an option, and tell the form as if it had been typed. */
function choose(field, option) {
  field.value = option.dataset.value;
  open(field, false);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The keys of an open list; whatever the field does by itself stays as it is. */
function byKey(event, field) {
  const options = optionsOf(field);
  const place = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const isOpen = !listOf(field).hidden;
  if (event.key === "ArrowDown" && !isOpen) offer(field, "");
  else if (event.key === "ArrowDown") activate(field, place + 1);
  else if (event.key === "ArrowUp" && isOpen) activate(field, place < 0 ? -1 : place - 1);
  else if (event.key === "Enter" && isOpen && place >= 0) choose(field, options[place]);
  else if (event.key === "Escape" && isOpen) open(field, false);
  else return;
  event.preventDefault();
}

/** Let every field with data-combobox offer what its address answers. */
export function offerWhatMatches() {
  document.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    event.stopPropagation(); // half a name narrows no list
    clearTimeout(timer);
    timer = setTimeout(() => offer(field, field.value), WAIT_MS);
  }, true);
  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event);
    if (field) byKey(event, field);
  });
  document.addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (field && !field.value) offer(field, "");
  });
  document.addEventListener("focusout", (event) => {
    const field = fieldOf(event);
    if (field) open(field, false);
  });
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.(".combo-list [role=option]");
    const list = event.target.closest?.(".combo-list");
    if (list) event.preventDefault(); // the field keeps the focus
    if (option) choose(option.closest("[data-combobox]").querySelector("input"), option);
  });
}
