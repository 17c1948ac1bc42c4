// Django's CSRF token, for requests that scripts send.

/** The token of this session, read from the cookie; empty when there is none. */
export function csrfToken() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? decodeURIComponent(found[1]) : "";
}
