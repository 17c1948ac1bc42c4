// One plan: the print button of the chart, which needs a script to do anything.

function offerPrinting(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("htmx:afterSwap", (event) => offerPrinting(event.target));
offerPrinting(document);
