// The forms that ask for a plan and for a study: how many sections are wished for.
import { chooseByTyping } from "./shared/chosen_by_typing.js";

chooseByTyping();
