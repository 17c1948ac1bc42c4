// The overlap matrix: arrow keys walk through the cells, a cell opens its evidence at the side.

const panel = document.getElementById("pair");
const matrix = document.querySelector("[data-matrix]");

/** Show the evidence of a link in the side panel; the link keeps working without this. */
function openPair(link) {
  for (const open of document.querySelectorAll("[aria-current='true']")) {
    open.removeAttribute("aria-current");
  }
  link.setAttribute("aria-current", "true");
  window.htmx
    .ajax("GET", link.getAttribute("href"), { target: panel, swap: "innerHTML" })
    .then(() => {
      panel.scrollTop = 0;
    });
}

function isPlain(event) {
  return !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

if (panel) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".matrix a, .pair-top a, a[data-pair]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    openPair(link);
  });
}

/** One cell is in the tab order; the arrows, Home and End move it (roving tabindex). */
function walk(table) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1));
  const columns = [...table.tHead.rows[0].cells].slice(1);
  const size = rows.length;
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  const first = table.querySelector("a");
  if (first) first.tabIndex = 0;

  const placeOf = (link) => {
    const cell = link.closest("td");
    return [cell.parentElement.sectionRowIndex, cell.cellIndex - 1];
  };

  function name(row, column) {
    for (const marked of table.querySelectorAll(".is-row, .is-column")) {
      marked.classList.remove("is-row", "is-column");
    }
    rows[row][column].parentElement.classList.add("is-row");
    columns[column].classList.add("is-column");
  }

  /** The next cell with a link in a direction, stepping over the diagonal; null at the edge. */
  function next(row, column, down, right) {
    for (;;) {
      row += down;
      column += right;
      if (row < 0 || column < 0 || row >= size || column >= size) return null;
      const link = rows[row][column].querySelector("a");
      if (link) return link;
    }
  }

  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = placeOf(link);
    const moves = {
      ArrowUp: () => next(row, column, -1, 0),
      ArrowDown: () => next(row, column, 1, 0),
      ArrowLeft: () => next(row, column, 0, -1),
      ArrowRight: () => next(row, column, 0, 1),
      Home: () => next(row, -1, 0, 1),
      End: () => next(row, size, 0, -1),
    };
    const to = moves[event.key]?.();
    if (!moves[event.key]) return;
    event.preventDefault();
    to?.focus();
  });
  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    for (const other of table.querySelectorAll("a[tabindex='0']")) other.tabIndex = -1;
    link.tabIndex = 0;
    name(...placeOf(link));
  });
  table.addEventListener("mouseover", (event) => {
    const link = event.target.closest("a");
    if (link) name(...placeOf(link));
  });
}

if (matrix) walk(matrix);
