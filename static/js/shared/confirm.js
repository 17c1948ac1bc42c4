// Forms with data-confirm ask once more before they are sent; without a script they are sent.

/** Ask the question of a form's data-confirm before it is sent. */
export function askFirst() {
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
}
