// A field that offers what matches while somebody types: the combobox with a listbox of the ARIA
// Authoring Practices. Without this script it is a plain field, whose text the server looks up.

const WAIT_MS = 150;
let timer = 0;
let asked = 0;

const fieldOf = (event) => event.target.closest?.("[data-combobox] input[role=combobox]");
const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const regionOf = (field) => field.form?.querySelector("#filter-region");
const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]")];

/** Hide the list of a field, and forget what was asked for it. */
function close(field) {
  clearTimeout(timer);
  asked += 1;
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

/** What was wrong with the text of a field is so no more when it changes. */
function pardon(field) {
  if (!field.hasAttribute("aria-invalid")) return;
  document.getElementById(field.getAttribute("aria-describedby"))?.remove();
  field.removeAttribute("aria-describedby");
  field.removeAttribute("aria-invalid");
}

/** Ask for what matches, unless something else has been asked for meanwhile. Where no list comes (the
 *  server is away, the session has ended) the field stays a plain one. */
async function offer(field, words) {
  const mine = ++asked;
  const url = new URL(field.closest("[data-combobox]").dataset.combobox, location.href);
  url.searchParams.set("q", words);
  const region = regionOf(field)?.value;
  if (region) url.searchParams.set("below", region); // what the list would show
  const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  const found = answer?.ok && !answer.redirected ? await answer.text() : null;
  if (found === null || mine !== asked || document.activeElement !== field) return;
  listOf(field).innerHTML = found;
  optionsOf(field).forEach((option, place) => (option.id = `${field.id}-option-${place}`));
  listOf(field).hidden = false;
  field.setAttribute("aria-expanded", "true");
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
  pardon(field);
  close(field);
  field.value = option.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The keys of an open list; whatever the field does by itself stays as it is, and so does what an
 *  input method does with its own list. */
function byKey(event, field) {
  if (event.isComposing) return;
  const options = optionsOf(field);
  const place = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const isOpen = !listOf(field).hidden;
  if (event.key === "ArrowDown" && !isOpen) offer(field, "");
  else if (event.key === "ArrowDown") activate(field, place + 1);
  else if (event.key === "ArrowUp" && isOpen) activate(field, place < 0 ? -1 : place - 1);
  else if (event.key === "Enter" && isOpen && place >= 0) choose(field, options[place]);
  else if (event.key === "Escape" && isOpen) close(field);
  else {
    if (event.key === "Enter") close(field); // the form is sent: nothing opens over its answer
    return;
  }
  event.preventDefault();
}

/** Offer what matches once somebody pauses. */
function offerSoon(field) {
  clearTimeout(timer);
  timer = setTimeout(() => offer(field, field.value), WAIT_MS);
}

/** Let every field with data-combobox offer what its address answers. */
export function offerWhatMatches() {
  document.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    event.stopPropagation(); // half a name narrows no list
    pardon(field);
    if (!event.isComposing) offerSoon(field);
  }, true);
  document.addEventListener("compositionend", (event) => {
    const field = fieldOf(event);
    if (field) offerSoon(field);
  });
  document.addEventListener("search", (event) => {
    const field = fieldOf(event); // its cross was pressed, or Escape: that takes the choice back
    if (!field || field.value) return;
    close(field);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, true);
  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event);
    if (field) byKey(event, field);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "filter-region") return;
    for (const field of event.target.form.querySelectorAll("[data-combobox] input[role=combobox]")) {
      field.value = ""; // it was of another region
      pardon(field);
    }
  }, true);
  document.addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (field && !field.value) offer(field, "");
  });
  document.addEventListener("focusout", (event) => {
    const field = fieldOf(event);
    if (field) close(field);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".combo-list")) event.preventDefault(); // the field keeps the focus
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".combo-list [role=option]"); // a finger may scroll the list
    if (option) choose(option.closest("[data-combobox]").querySelector("input"), option);
  });
}
