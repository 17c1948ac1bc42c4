// The upload form: drop files anywhere on the zone, see what was chosen, refuse what is too large.

const MEGABYTE = 1_000_000;
const form = document.querySelector("[data-upload]");

/** The chosen files as a list, a file over the limit marked in words. */
function showChosen(input, list, limit) {
  const files = [...input.files];
  const tooLarge = files.filter((file) => file.size > limit * MEGABYTE);
  list.replaceChildren(
    ...files.map((file) => {
      const line = document.createElement("li");
      const size = Math.max(file.size / MEGABYTE, 0.1).toFixed(1);
      line.textContent = `${file.name} · ${size} MB`;
      if (tooLarge.includes(file)) {
        line.className = "field-error";
        line.textContent += ` · 超过 ${limit} MB，请拆分后再上传`;
      }
      return line;
    }),
  );
  const names = tooLarge.map((file) => file.name).join("、");
  input.setCustomValidity(names ? `${names} 超过 ${limit} MB。` : "");
}

/** Let files be dropped on the zone as if they had been chosen in the field. */
function takeDrops(zone, input) {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("is-over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

if (form) {
  form.classList.add("has-script");
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  input.addEventListener("change", () => showChosen(input, list, Number(form.dataset.maxMb)));
  takeDrops(form.querySelector("[data-drop-zone]"), input);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = "正在上传……";
  });
  // Coming back with the browser's own button must not leave the form dead.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
