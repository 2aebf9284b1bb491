/** The page: one person's WeCom, kept fresh, with the sandbox's controls beside it. */

import { send, state, tap } from "./api.js";
import { AppMenu } from "./app_menu.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { APP_NAME, renderConversations, renderMe } from "./conversations.js";
import { icon } from "./dom.js";
import { Feeds } from "./feeds.js";
import { isLost, Outgoing } from "./outgoing.js";
import { Panel } from "./panel.js";
import { People } from "./people.js";
import { addressOf, go, isPhone, readRoute, rememberPerson, whenPhoneChanges } from "./route.js";
import { lastSeen, markSeen } from "./seen.js";
import { Clock, clockTime } from "./times.js";
import { toast } from "./toast.js";

const STATE_MS = 5000;
const TICK_MS = 500;
const WATCH_EVERYBODY_BELOW = 60;

const at = (id) => document.getElementById(id);
const clock = new Clock();
const company = { members: [], chats: [], menu: {} };
const entered = new Set();
const picks = new Map();
let open = null;

const nameOf = (userid) => memberOf(userid)?.name ?? userid;
const outgoing = new Outgoing(clock, (id) => id === open?.id && drawChat());
const chat = new Chat(at("log"), at("jump-new"), {
  clock,
  nameOf,
  describe,
  onTap: press,
  pickedOf: (msgid) => picks.get(`${open.viewer}/${msgid}`) ?? {},
  onRetry: (msgid) => outgoing.retry(msgid, feeds.of(open.id).seq),
  failureOf: (msgid) => outgoing.failureOf(msgid),
});
const composer = new Composer(at("dock"), (draft) => outgoing.post(draft, open, feeds.of(open.id).seq));
const appMenu = new AppMenu(at("dock"));
const people = new People(at("people"), (person) => go(person, isPhone() ? "" : undefined));
const panel = new Panel(at("panel"), clock);
const feeds = new Feeds(heardNews, showLine);

start();

async function start() {
  at("back").append(icon("back"));
  at("back").addEventListener("click", () => go(open.viewer, ""));
  for (const opener of document.querySelectorAll("[data-opens-panel]")) {
    opener.append(icon("gear"));
    opener.addEventListener("click", () => panel.open());
  }
  addEventListener("hashchange", show);
  whenPhoneChanges(show);
  document.addEventListener("visibilitychange", () => !document.hidden && drawLists());
  await readState();
  setInterval(readState, STATE_MS);
  setInterval(drawStatusTime, TICK_MS);
}

function drawStatusTime() {
  at("status-time").textContent = clockTime(clock.now());
}

async function readState() {
  try {
    const answer = await state();
    showLine(true);
    const isNew = !company.members.length || company.chats.length !== answer.chats.length;
    clock.sync(answer.now);
    Object.assign(company, { members: answer.members, chats: answer.chats, menu: answer.menu });
    if (isNew) show();
    else drawAround();
  } catch (problem) {
    showLine(false, problem);
  }
}

/** Shows what the address asks for. */
function show() {
  const { person, chat: wanted } = readRoute(company.members);
  if (!person) return;
  rememberPerson(person);
  history.replaceState(null, "", addressOf(person, wanted));
  const group = company.chats.find(({ chatid }) => chatid === wanted && wanted);
  const isList = wanted === "";
  at("shell").dataset.view = isList ? "list" : "chat";
  openChat({ id: group?.chatid ?? person, viewer: person, group, isHidden: isList && isPhone() });
  drawAround();
}

function openChat(next) {
  const isSame = open?.id === next.id && open.viewer === next.viewer && open.isHidden === next.isHidden;
  if (isSame) return;
  open = next;
  chat.open(open);
  composer.open(open);
  document.title = `${nameOf(open.viewer)} · ${APP_NAME}沙箱`;
  at("chat-title").textContent = open.group?.name ?? APP_NAME;
  at("chat-subtitle").textContent = open.group
    ? `${open.group.members.length} 人`
    : `${nameOf(open.viewer)} 的手机`;
  if (open.isHidden) return feeds.unfollow();
  feeds.follow(open.id);
  if (feeds.of(open.id).loaded) drawChat(true);
  enterOnce();
}

/** Opening the conversation with the app tells the app so, once a person. */
function enterOnce() {
  if (open.group || entered.has(open.viewer)) return;
  entered.add(open.viewer);
  send({ from: open.viewer, type: "enter" }).catch((problem) => toast(problem.message, { bad: true }));
}

function heardNews(feed, messages, wasLoaded) {
  if (open && feed.id === open.id && !open.isHidden) drawChat(!wasLoaded);
  drawLists();
}

function drawChat(isFirst = false) {
  const messages = feeds.of(open.id).ordered();
  const waiting = outgoing.stillWaiting(open.id, messages);
  chat.sync(
    [...messages, ...waiting].sort((a, b) => a.born - b.born),
    isFirst,
  );
  composer.suggest(
    !open.group && !messages.some((message) => message.from === open.viewer),
    memberOf(open.viewer)?.position,
  );
}

function drawAround() {
  appMenu.render(company.menu, open.viewer, Boolean(open.group));
  feeds.watch(watched());
  drawLists();
}

function drawLists() {
  if (!open) return;
  const { loaded, seq } = feeds.of(open.id);
  if (loaded && !open.isHidden && !document.hidden) markSeen(open.viewer, open.id, seq);
  renderMe(at("me"), memberOf(open.viewer), { onSwitch: () => people.open(), onPanel: () => panel.open() });
  people.render(company.members, open.viewer, (userid) => unread(userid, userid));
  renderConversations(at("conversations"), entries(), {
    now: clock.now(),
    viewer: open.viewer,
    nameOf,
    onOpen: (entry) => go(open.viewer, entry.members ? entry.id : undefined),
  });
}

function entries() {
  const entry = (id, name, members) => ({
    id,
    name,
    members,
    feed: feeds.of(id),
    unread: unread(open.viewer, id),
    chosen: !open.isHidden && id === open.id,
  });
  const groups = groupsOf(open.viewer);
  return [
    entry(open.viewer, APP_NAME),
    ...groups.map(({ chatid, name, members }) => entry(chatid, name, members)),
  ];
}

/** In a large company only those looked at are watched, so that the page stays quick. */
function watched() {
  const everybody = company.members.map(({ userid }) => userid);
  const persons =
    everybody.length < WATCH_EVERYBODY_BELOW ? everybody : everybody.filter((userid) => entered.has(userid));
  return [...new Set([open.viewer, ...groupsOf(open.viewer).map(({ chatid }) => chatid), ...persons])];
}

async function press(message, key, selected) {
  picks.set(`${open.viewer}/${message.msgid}`, selected);
  try {
    const changed = chat.whenAnswered(message.msgid);
    const { callback } = await tap({ by: open.viewer, msgid: message.msgid, event_key: key, selected });
    if (isLost(callback)) toast("应用没有应答，请稍后再试", { bad: true });
    else await changed;
  } catch (problem) {
    toast(problem.status === 409 ? "这张卡片已经变了" : problem.message, { bad: true });
  }
}

function groupsOf(userid) {
  return company.chats.filter(({ members }) => members.includes(userid));
}

function unread(person, id) {
  return feeds.of(id).unread(person, lastSeen(person, id));
}

function memberOf(userid) {
  return company.members.find((member) => member.userid === userid);
}

function describe(userid) {
  const member = memberOf(userid);
  return member ? `${member.name} · ${member.position} · ${member.department}` : userid;
}

function showLine(isUp, problem) {
  at("offline").hidden = isUp;
  at("offline").textContent = problem?.status ? `沙箱拒绝了：${problem.message}` : "连不上沙箱，正在重试…";
}
