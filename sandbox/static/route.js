/** Who is looking at what, kept in the address: #zhangsan, #zhangsan/chatid, #zhangsan/ for the list. */

const LAST_PERSON = "sandbox.person";
const PHONE = matchMedia("(max-width: 699px)");

export function readRoute(members) {
  const [wanted, chat] = location.hash.slice(1).split("/").map(decodeURIComponent);
  const known = members.find((member) => member.userid === wanted);
  if (known) return { person: known.userid, chat };
  return { person: rememberedPerson(members), chat: isPhone() ? "" : undefined };
}

export function addressOf(person, chat) {
  return chat === undefined
    ? `#${encodeURIComponent(person)}`
    : `#${encodeURIComponent(person)}/${encodeURIComponent(chat)}`;
}

export function go(person, chat) {
  location.hash = addressOf(person, chat);
}

export function rememberPerson(person) {
  localStorage.setItem(LAST_PERSON, person);
}

export function isPhone() {
  return PHONE.matches;
}

/** A window made wider or narrower shows both views, or one of them. */
export function whenPhoneChanges(act) {
  PHONE.addEventListener("change", act);
}

function rememberedPerson(members) {
  const last = localStorage.getItem(LAST_PERSON);
  const known = members.find((member) => member.userid === last);
  const seller = members.find((member) => member.position === "销售员");
  return (known ?? seller ?? members[0])?.userid;
}
