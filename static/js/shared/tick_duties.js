// Ticking duties: all of a section at once, a run with Shift, and how many are ticked.

/** Make the boxes inside `area` work together, also those that come in later. */
export function tickDuties(area) {
  if (!area) return;
  let last = null;

  const boxes = () => [...area.querySelectorAll("[data-tick]")];

  function tell() {
    const number = boxes().filter((box) => box.checked).length;
    const words = area.querySelector("[data-picked]");
    if (words) {
      words.dataset.none ??= words.textContent;
      words.textContent = number
        ? words.dataset.words.replace("#", number)
        : words.dataset.none;
    }
    for (const all of area.querySelectorAll("[data-tick-all]")) {
      const mine = [...all.closest("[data-duties]").querySelectorAll("[data-tick]")];
      const ticked = mine.filter((box) => box.checked).length;
      all.hidden = mine.length === 0;
      all.checked = ticked > 0 && ticked === mine.length;
      all.indeterminate = ticked > 0 && ticked < mine.length;
    }
  }

  area.addEventListener("click", (event) => {
    const all = event.target.closest("[data-tick-all]");
    if (all) {
      for (const box of all.closest("[data-duties]").querySelectorAll("[data-tick]")) {
        box.checked = all.checked;
      }
    }
    const box = event.target.closest("[data-tick]");
    if (box && event.shiftKey && last?.isConnected) {
      const list = boxes();
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      for (const between of list.slice(from, to + 1)) between.checked = box.checked;
    }
    if (box) last = box;
    if (all || box) tell();
  });
  area.addEventListener("htmx:afterSettle", tell);
  tell();
}
