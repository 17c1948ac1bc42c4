// Loaded by every page: htmx for fragments, and what it needs.
import htmx from "htmx.org";
import { askFirst } from "./shared/confirm.js";
import { csrfToken } from "./shared/csrf.js";
import { showFailures } from "./shared/failures.js";
import { datePrints } from "./shared/print.js";
import { offerWhatMatches } from "./shared/combobox.js";
import { closeMenus, focusSearch, undoByKeys } from "./shared/keyboard.js";

// The Content-Security-Policy allows neither inline styles nor eval, and no other host.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages with personal data are not kept in the browser

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});
askFirst();
showFailures();
focusSearch();
closeMenus();
undoByKeys();
datePrints();
offerWhatMatches();

window.htmx = htmx;
