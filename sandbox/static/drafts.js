/** What may be sent: the payload for the control face and the bubble to show meanwhile. */

import { toBase64 } from "./files.js";

export function textDraft(text) {
  return { payload: { type: "text", text }, msgtype: "text", body: { text: { content: text } } };
}

export async function fileDraft(type, file) {
  const local = URL.createObjectURL(file);
  return {
    payload: { type, file: await toBase64(file), filename: file.name },
    msgtype: type,
    body: { [type]: { local, filename: file.name } },
  };
}

export function placeDraft(place) {
  const located = { ...place, scale: 15 };
  return { payload: { type: "location", ...located }, msgtype: "location", body: { location: located } };
}
