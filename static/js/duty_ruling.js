// The page of one pair: 1 2 3 choose the verdict, arrows lead to the pairs around, Ctrl+Enter saves.
const form = document.querySelector("[data-ruling]");

function isTyping(target) {
  return Boolean(target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select"));
}

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && form?.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[type=submit]"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const link = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (link && event.target.type !== "radio") {
    document.querySelector(`.ruling-way a[rel=${link}]`)?.click();
  } else if (form && /^[123]$/.test(event.key)) {
    const choice = form.querySelectorAll("[name=verdict]")[Number(event.key) - 1];
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// Who chooses a section to receive has said who gives.
form?.addEventListener("change", (event) => {
  const side = /^receiver_of_(a|b)$/.exec(event.target.name)?.[1];
  if (side) form.querySelector(`[name=giving][value=${side}]`).checked = true;
});
