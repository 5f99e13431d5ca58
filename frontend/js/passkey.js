// Making and using a passkey. Only the pages of "Extra beveiliging" load this.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";

const ways = {
  make: (options) => startRegistration({ optionsJSON: options }),
  use: (options) => startAuthentication({ optionsJSON: options }),
};

async function post(url, token, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.message);
  return told;
}

function attach(form) {
  const { passkey, begin, finish, token, next, labelFailed } = form.dataset;
  const status = form.querySelector("[data-passkey-status]");
  const button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = "";
    try {
      const options = await post(begin, token, {});
      const credential = await ways[passkey](options).catch(() => {
        throw new Error(labelFailed);
      });
      const told = await post(finish, token, { credential, next, name: form.elements.name?.value });
      window.location.assign(told.url);
    } catch (error) {
      status.textContent = error instanceof SyntaxError ? labelFailed : error.message || labelFailed;
      button.disabled = false;
    }
  });
}

if (browserSupportsWebAuthn()) {
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) attach(form);
}
