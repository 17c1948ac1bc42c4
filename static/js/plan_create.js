// The forms that ask for a plan and for a study: how many sections are wished for, of which region.
import { chooseByTyping } from "./shared/chosen_by_typing.js";

chooseByTyping();
document.querySelector("[data-submits]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
