// What the page shows when a request for a fragment fails: always words, never a silent nothing.

/** The sentence that base.html keeps for a failure without an answer of its own. */
function unknownFailure() {
  return document.getElementById("request-failed")?.innerHTML ?? "";
}

/** The failure that is on the page: what shows it, and the address that failed. */
let told = null;

function show(html, config) {
  const place = document.getElementById("messages");
  if (!place) return;
  place.innerHTML = html;
  place.scrollIntoView({ block: "nearest" });
  told = { notice: place.firstElementChild, path: address(config) };
}

function address(config) {
  return (config?.path ?? "").split("?")[0];
}

/**
 * Take the message of a failure away once it is out of date: when what failed has worked, or when
 * anything has worked that a person asked for. Cards that load by themselves leave it standing.
 */
function clear({ xhr, requestConfig }) {
  if (!told || xhr.status < 200 || xhr.status >= 400) return;
  const byPerson = requestConfig?.triggeringEvent?.isTrusted;
  if (!byPerson && address(requestConfig) !== told.path) return;
  told.notice?.remove();
  told = null;
}

/** Show the server's message for a refused request, and ask for a login when the session ended. */
export function showFailures() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (new URL(xhr.responseURL || location.href).pathname.startsWith("/accounts/")) {
      event.detail.shouldSwap = false;
      location.reload();
    } else if (xhr.status >= 400) {
      const isFragment = !xhr.responseText.trimStart().toLowerCase().startsWith("<!doctype");
      event.detail.shouldSwap = false;
      event.detail.isError = xhr.status >= 500; // a refusal is an answer, told in words below
      show(xhr.status < 500 && isFragment ? xhr.responseText : unknownFailure(), event.detail.requestConfig);
    }
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => clear(detail));
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, ({ detail }) => show(unknownFailure(), detail.requestConfig));
  }
}
