// A number typed beside a radio button chooses it, and choosing another takes the number back to the
// proposed one. Without a script the server asks which is meant.

/** Keep the choice of a row and the numbers typed in the rows in step. */
export function chooseByTyping() {
  document.addEventListener("change", (event) => {
    const chosen = event.target.matches?.(".wish-count input[type=radio]") && event.target.closest(".wish-row");
    if (!chosen) return;
    for (const field of chosen.closest(".wish-count").querySelectorAll("input[data-proposed]")) {
      if (!chosen.contains(field)) field.value = field.dataset.proposed;
    }
  });
  document.addEventListener("input", (event) => {
    const field = event.target.closest?.(".wish-count input[type=number]");
    const radio = field?.closest(".wish-row")?.querySelector("input[type=radio]");
    if (radio && !radio.checked) {
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
