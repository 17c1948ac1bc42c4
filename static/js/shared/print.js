// The foot of a printed page (static/css/shared/print.css): what was printed, and when.

const two = (number) => String(number).padStart(2, "0");

export function datePrints() {
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const { style } = document.documentElement;
    style.setProperty("--print-title", JSON.stringify(document.title));
    style.setProperty("--print-date", JSON.stringify(day));
  });
}

// A browser without scripts has a print button of its own, so the page's is hidden until this runs.
export function offerPrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
