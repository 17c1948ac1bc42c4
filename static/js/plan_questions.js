// Questions about a plan: the chart is walked with arrow keys, read out below it, and followed in
// place. Without a script every point and every row is a plain link.

/** Links of a question to itself with other arguments replace its card; all others leave the page. */
function followInPlace(event) {
  const link = event.target.closest?.(".question a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const card = link.closest("[data-question]");
  const href = link.getAttribute("href");
  if (!card || link.matches(".question-self") || href.split("?")[0] !== card.dataset.question) return;
  event.preventDefault();
  const { id } = link;
  window.htmx.ajax("GET", href, { event, target: card, swap: "outerHTML" }).then(() => {
    if (id) document.getElementById(id)?.focus();
  });
}

/** What a point says, below the chart: for eyes that cannot hover and hands that shake. */
function readOut(event) {
  const mark = event.target.closest?.(".plot a, .plot g");
  const line = mark?.closest(".question-chart")?.querySelector(".plot-readout");
  const words = mark?.querySelector("title")?.textContent;
  if (line && words) line.textContent = words;
}

/** One point is in the tab order; arrows, Home and End move from point to point. */
function walk(event) {
  const link = event.target.closest?.(".plot a");
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...link.closest(".plot").querySelectorAll("a")];
  const at = all.indexOf(link);
  const to = {
    ArrowRight: all[at + 1],
    ArrowDown: all[at + 1],
    ArrowLeft: all[at - 1],
    ArrowUp: all[at - 1],
    Home: all[0],
    End: all.at(-1),
  };
  if (!(event.key in to)) return;
  event.preventDefault();
  to[event.key]?.focus();
}

function oneStop(root) {
  for (const plot of root.querySelectorAll(".plot")) {
    const all = [...plot.querySelectorAll("a")];
    const first = all.find((link) => link.hasAttribute("aria-current")) ?? all[0];
    for (const link of all) link.setAttribute("tabindex", link === first ? "0" : "-1");
  }
}

function moveStop(event) {
  const link = event.target.closest?.(".plot a");
  if (!link) return;
  for (const other of link.closest(".plot").querySelectorAll("a")) {
    other.setAttribute("tabindex", other === link ? "0" : "-1");
  }
}

document.addEventListener("click", followInPlace);
document.addEventListener("keydown", walk);
document.addEventListener("mouseover", readOut);
document.addEventListener("focusin", readOut);
document.addEventListener("focusin", moveStop);
document.addEventListener("htmx:afterSettle", () => oneStop(document));
oneStop(document);
