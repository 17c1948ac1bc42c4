// What the page shows when a request for a fragment fails: always words, never a silent nothing.

/** The sentence that base.html keeps for a failure without an answer of its own. */
function unknownFailure() {
  return document.getElementById("request-failed")?.innerHTML ?? "";
}

function show(html) {
  const place = document.getElementById("messages");
  if (!place) return;
  place.innerHTML = html;
  place.scrollIntoView({ block: "nearest" });
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
      show(xhr.status < 500 && isFragment ? xhr.responseText : unknownFailure());
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => show(unknownFailure()));
  }
}
