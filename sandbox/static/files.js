/** Files from this machine, as the control face takes them. */

/** The file that the person picks, or null. */
export function pickFile(accept, { camera = false } = {}) {
  return new Promise((resume) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept;
    input.hidden = true;
    input.dataset.testid = "file-input";
    if (camera) input.capture = "environment";
    const finish = (file) => {
      input.remove();
      resume(file);
    };
    input.addEventListener("change", () => finish(input.files[0] ?? null));
    input.addEventListener("cancel", () => finish(null));
    document.body.append(input);
    input.click();
  });
}

export function toBase64(file) {
  return new Promise((resume, refuse) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resume(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => refuse(reader.error));
    reader.readAsDataURL(file);
  });
}
