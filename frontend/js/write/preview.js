/** A button beside a Markdown field that shows how the text will look. The server renders and cleans it. */
export function previews(editors) {
  for (const editor of editors) {
    const area = editor.querySelector("textarea");
    if (area && editor.dataset.previewUrl) attach(editor, area);
  }
}

function attach(editor, area) {
  const { previewUrl, labelPreview, labelWrite, labelFailed } = editor.dataset;
  const tools = editor.querySelector(".kp-tools");
  const shown = document.createElement("div");
  shown.className = "kp-editor__preview kp-prose";
  shown.tabIndex = -1;
  shown.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kp-button kp-button--secondary kp-editor__switch";
  button.textContent = labelPreview;
  area.after(shown, button);

  const show = (preview) => {
    shown.hidden = !preview;
    area.hidden = preview;
    if (tools) tools.hidden = preview;
    button.textContent = preview ? labelWrite : labelPreview;
    (preview ? shown : area).focus();
  };
  button.addEventListener("click", async () => {
    if (!shown.hidden) {
      show(false);
      return;
    }
    button.disabled = true;
    try {
      shown.innerHTML = await rendered(previewUrl, area);
    } catch {
      shown.textContent = labelFailed;
    }
    button.disabled = false;
    show(true);
  });
}

async function rendered(url, area) {
  const form = new FormData();
  form.set("source", area.value);
  form.set("csrf_token", area.form?.elements.csrf_token?.value ?? "");
  const answer = await fetch(url, { method: "POST", body: form, headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}
