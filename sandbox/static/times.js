/** Moments as the company reads them: always Shanghai, whatever the browser's zone. */

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const ZONE = 8 * HOUR;
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** Sandbox time, which may be far from the browser's. */
export class Clock {
  #ahead = 0;

  sync(iso) {
    this.#ahead = Date.parse(iso) - Date.now();
  }

  now() {
    return Date.now() + this.#ahead;
  }
}

/** The line between two messages: 今天 09:41, 昨天 15:00, 周三 15:00, 11月3日 15:00. */
export function separator(at, now) {
  return `${dayWord(at, now, "今天")} ${clockTime(at)}`;
}

/** The time beside a conversation: 09:41, 昨天, 周三, 11月3日. */
export function lastSeenAt(at, now) {
  return dayWord(at, now, "") || clockTime(at);
}

export function fullDate(moment) {
  const { year, month, day, weekday } = parts(moment);
  return `${year}年${month}月${day}日 ${weekday}`;
}

export function clockTime(moment, withSeconds = false) {
  const { hour, minute, second } = parts(moment);
  return [hour, minute, ...(withSeconds ? [second] : [])].map(two).join(":");
}

/** ISO 8601 with the zone, as the control face takes it. */
export function isoInShanghai(moment) {
  return `${new Date(moment + ZONE).toISOString().slice(0, 19)}+08:00`;
}

/** The next time that a clock shows this hour. */
export function nextHour(now, hour) {
  const midnight = Math.floor((now + ZONE) / DAY) * DAY - ZONE;
  const today = midnight + hour * HOUR;
  return today > now ? today : today + DAY;
}

function dayWord(at, now, today) {
  const days = Math.floor((now + ZONE) / DAY) - Math.floor((at + ZONE) / DAY);
  if (days === 0) return today;
  if (days === 1) return "昨天";
  const { year, month, day, weekday } = parts(at);
  if (days > 1 && days < 7) return weekday;
  return year === parts(now).year ? `${month}月${day}日` : `${year}年${month}月${day}日`;
}

function parts(moment) {
  const local = new Date(moment + ZONE);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: WEEKDAYS[local.getUTCDay()],
  };
}

function two(number) {
  return String(number).padStart(2, "0");
}
