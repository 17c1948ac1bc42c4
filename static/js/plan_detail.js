// One plan: printing, its org charts, ticking duties, and a page that stays where it was when an edit is answered.
import { keepPlace } from "./shared/keep_place.js";
import { orgCharts } from "./shared/org_chart.js";
import { tickDuties } from "./shared/tick_duties.js";

function offerPrinting(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});
document.addEventListener("htmx:afterSwap", (event) => offerPrinting(event.target));
offerPrinting(document);
keepPlace(document.getElementById("plan-tab"));
tickDuties(document.getElementById("plan-tab"));
orgCharts();
