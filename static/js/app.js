// Loaded by every page: Tabler's behaviour (menus, dialogs, tabs), htmx and Alpine.
import "@tabler/core";
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";
import { csrfToken } from "./shared/csrf.js";

// The Content-Security-Policy allows neither inline styles nor eval, and no other host.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});

window.htmx = htmx;
window.Alpine = Alpine;
Alpine.start();
