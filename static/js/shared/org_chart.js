// An org chart to move about in: fitted at first, zoomed, moved, searched. The sheet scrolls by
// itself (wheel, arrow keys, fingers); this changes the size of the drawing and where it scrolls to.

const LEAST = 0.1;
const MOST = 4;
const STEP = 1.25;
const READABLE = 0.8; // a box that was searched for is shown at least so large

const KEYS = { "+": "in", "=": "in", "-": "out", 0: "fit", 1: "whole" };

// Charts of one page follow one another (before, after, changes): places stay where they are.
let last = null;

class OrgChart {
  constructor(root) {
    this.sheet = root.querySelector(".org-chart-sheet");
    this.svg = this.sheet.querySelector("svg");
    this.scaleNote = root.querySelector(".org-chart-scale");
    this.field = root.querySelector("[type=search]");
    this.found = root.querySelector("output");
    this.boxes = [...this.svg.querySelectorAll(".orgchart-box")];
    this.matches = [];
    this.width = this.svg.width.baseVal.value;
    this.height = this.svg.height.baseVal.value;
    for (const hidden of root.querySelectorAll("[hidden]")) hidden.hidden = false;
    this.keepHeight();
    this.listen(root);
    this.begin();
  }

  /** Fit, or where another chart of the page was looked at closely, look at the same place. */
  begin() {
    const before = last?.root.isConnected ? null : last;
    if (before && !before.fitted) {
      this.show(before.scale);
      this.sheet.scrollTo(before.left, before.top);
    } else {
      this.fit(before?.scale);
    }
  }

  /** One height whatever the scale: what the chart needs where its width decides. */
  keepHeight() {
    const { sheet } = this;
    const share = Math.max(0.6, Math.min(1, sheet.clientWidth / this.width));
    const frame = 2 * parseFloat(getComputedStyle(sheet).paddingTop);
    sheet.style.height = `${Math.min(sheet.offsetHeight, this.height * share + frame)}px`;
  }

  listen(root) {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) this.zoom(button.dataset.zoom);
    });
    this.sheet.addEventListener("keydown", (event) => {
      const way = KEYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.zoom(way);
    });
    this.sheet.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.scaleTo(this.scale * Math.exp(-Math.sign(event.deltaY) * 0.12), event);
      },
      { passive: false },
    );
    this.sheet.addEventListener("pointerdown", (event) => this.drag(event));
    this.sheet.addEventListener("scroll", () => this.remember(root));
    this.field.addEventListener("input", () => this.search());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.clear(event);
      if (event.key === "Enter") this.next(event);
    });
    new ResizeObserver(() => this.fitted && this.fit(this.most)).observe(this.sheet);
    this.root = root;
  }

  remember(root) {
    const { scale, fitted } = this;
    last = { root, scale, fitted, left: this.sheet.scrollLeft, top: this.sheet.scrollTop };
  }

  // -- Size ------------------------------------------------------------------------------------

  zoom(way) {
    if (way === "fit") this.fit();
    else this.scaleTo({ in: this.scale * STEP, out: this.scale / STEP, whole: 1 }[way]);
  }

  /** The whole chart in sight, never larger than drawn; `most` keeps the scale of another view. */
  fit(most = 1) {
    this.most = most;
    const room = getComputedStyle(this.sheet);
    const wide = this.sheet.clientWidth - 2 * parseFloat(room.paddingLeft);
    const high = this.sheet.clientHeight - 2 * parseFloat(room.paddingTop);
    this.show(Math.min(most, 1, wide / this.width, high / this.height), true);
  }

  /** Another scale, with the point under the pointer (or in the middle) staying where it is. */
  scaleTo(scale, pointer = null) {
    const { sheet } = this;
    const frame = sheet.getBoundingClientRect();
    const at = pointer ?? {
      clientX: frame.left + sheet.clientWidth / 2,
      clientY: frame.top + sheet.clientHeight / 2,
    };
    const old = this.svg.getBoundingClientRect();
    const share = [(at.clientX - old.left) / old.width, (at.clientY - old.top) / old.height];
    this.show(scale);
    const now = this.svg.getBoundingClientRect();
    sheet.scrollLeft += now.left + share[0] * now.width - at.clientX;
    sheet.scrollTop += now.top + share[1] * now.height - at.clientY;
  }

  show(scale, fitted = false) {
    this.scale = Math.max(LEAST, Math.min(MOST, scale));
    this.fitted = fitted;
    this.svg.style.width = `${this.width * this.scale}px`;
    this.svg.style.height = `${this.height * this.scale}px`;
    this.scaleNote.textContent = `${Math.round(this.scale * 100)}%`;
    if (this.root) this.remember(this.root);
  }

  // -- Place -----------------------------------------------------------------------------------

  /** The mouse takes the sheet along; a finger scrolls without us. */
  drag(event) {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const { sheet } = this;
    let [x, y] = [event.clientX, event.clientY];
    const move = (moved) => {
      sheet.scrollLeft -= moved.clientX - x;
      sheet.scrollTop -= moved.clientY - y;
      [x, y] = [moved.clientX, moved.clientY];
    };
    const end = () => {
      sheet.classList.remove("is-dragged");
      sheet.removeEventListener("pointermove", move);
    };
    sheet.focus({ preventScroll: true });
    sheet.setPointerCapture(event.pointerId);
    sheet.classList.add("is-dragged");
    sheet.addEventListener("pointermove", move);
    sheet.addEventListener("pointerup", end, { once: true });
    sheet.addEventListener("pointercancel", end, { once: true });
  }

  centre(box) {
    if (this.scale < READABLE) this.show(READABLE);
    const [sheet, frame, at] = [
      this.sheet,
      this.sheet.getBoundingClientRect(),
      box.getBoundingClientRect(),
    ];
    sheet.scrollLeft += at.left + at.width / 2 - frame.left - sheet.clientWidth / 2;
    sheet.scrollTop += at.top + at.height / 2 - frame.top - sheet.clientHeight / 2;
  }

  // -- Search ----------------------------------------------------------------------------------

  /** Mark every box whose name, figures or former names have the words, and show the first. */
  search() {
    const words = this.field.value.trim().toLowerCase();
    this.matches = words
      ? this.boxes.filter((box) => box.querySelector("title").textContent.toLowerCase().includes(words))
      : [];
    for (const box of this.boxes) box.classList.toggle("is-found", this.matches.includes(box));
    this.found.textContent = words && !this.matches.length ? this.found.dataset.none : "";
    this.at = -1;
    this.turn(1);
    if (!words) this.fit();
  }

  next(event) {
    event.preventDefault();
    this.turn(event.shiftKey ? -1 : 1);
  }

  turn(by) {
    const all = this.matches.length;
    for (const box of this.boxes) box.classList.remove("is-current");
    if (!all) return;
    this.at = (this.at + by + all) % all;
    this.matches[this.at].classList.add("is-current");
    this.found.textContent = `${this.at + 1} / ${all}`;
    this.centre(this.matches[this.at]);
  }

  clear(event) {
    if (!this.field.value) return;
    event.preventDefault();
    this.field.value = "";
    this.search();
  }
}

/** Make the charts of a page movable, and those that come into it later. */
export function orgCharts() {
  const begin = (root) => {
    for (const chart of root.querySelectorAll("[data-org-chart]")) new OrgChart(chart);
  };
  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => begin(event.detail.target));
}
