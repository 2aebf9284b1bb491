/** How far each person has read each conversation, kept in this browser. */

const PREFIX = "sandbox.seen";

export function lastSeen(person, conversation) {
  return Number(localStorage.getItem(key(person, conversation)) ?? 0);
}

export function markSeen(person, conversation, seq) {
  localStorage.setItem(key(person, conversation), String(seq));
}

function key(person, conversation) {
  return `${PREFIX}:${person}:${conversation}`;
}
