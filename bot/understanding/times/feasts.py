"""When the feasts are: fixed ones by their day, those of the lunar calendar from a table."""

from __future__ import annotations

from datetime import date, timedelta

FIXED = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "植树节": (3, 12), "消费者权益日": (3, 15),
    "愚人节": (4, 1), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4), "五四": (5, 4), "儿童节": (6, 1), "六一": (6, 1),
    "618": (6, 18), "六一八": (6, 18), "建党节": (7, 1), "七一": (7, 1), "建军节": (8, 1), "八一": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
    "平安夜": (12, 24), "圣诞夜": (12, 24), "圣诞前夜": (12, 24), "圣诞": (12, 25), "万圣节": (10, 31), "光棍节": (11, 11),
}  # fmt: skip
LUNAR = ("春节", "清明", "端午", "七夕", "中秋", "重阳", "腊八")
# A day counted from one of the lunar feasts; 除夕 belongs to the lunar year that ends with it.
COUNTED = {"元宵": ("春节", 14), "除夕": ("春节", -1), "中元": ("七夕", 8)}
# The n-th weekday of a month: (month, weekday from Monday 0, n).
BY_WEEKDAY = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}
OTHER_NAMES = {"过年": "春节", "新年": "元旦", "大年三十": "除夕", "年三十": "除夕", "年夜": "除夕", "大年初一": "春节"}

# Feasts with official days off: 节前 and 节后 are the working days around the block.
WITH_DAYS_OFF = ("元旦", "春节", "清明", "五一", "劳动节", "端午", "中秋", "国庆", "十一", "除夕", "节")

# Made with borax 4.1.3 and lunar-python 1.4.8, which agree on every day: month and day of 春节, 清明, 端午, 七夕, 中秋,
# 重阳 in each year, and of 腊八 of the lunar year that begins in it (12.. falls in the same year, else in the next).
_TABLE = """
2000 0205 0404 0606 0806 0912 1006 0102
2001 0124 0405 0625 0825 1001 1025 0120
2002 0212 0405 0615 0815 0921 1014 0110
2003 0201 0405 0604 0804 0911 1004 1230
2004 0122 0404 0622 0822 0928 1022 0117
2005 0209 0405 0611 0811 0918 1011 0107
2006 0129 0405 0531 0731 1006 1030 0126
2007 0218 0405 0619 0819 0925 1019 0115
2008 0207 0404 0608 0807 0914 1007 0103
2009 0126 0404 0528 0826 1003 1026 0122
2010 0214 0405 0616 0816 0922 1016 0111
2011 0203 0405 0606 0806 0912 1005 0101
2012 0123 0404 0623 0823 0930 1023 0119
2013 0210 0404 0612 0813 0919 1013 0108
2014 0131 0405 0602 0802 0908 1002 0127
2015 0219 0405 0620 0820 0927 1021 0117
2016 0208 0404 0609 0809 0915 1009 0105
2017 0128 0404 0530 0828 1004 1028 0124
2018 0216 0405 0618 0817 0924 1017 0113
2019 0205 0405 0607 0807 0913 1007 0102
2020 0125 0404 0625 0825 1001 1025 0120
2021 0212 0404 0614 0814 0921 1014 0110
2022 0201 0405 0603 0804 0910 1004 1230
2023 0122 0405 0622 0822 0929 1023 0118
2024 0210 0404 0610 0810 0917 1011 0107
2025 0129 0404 0531 0829 1006 1029 0126
2026 0217 0405 0619 0819 0925 1018 0115
2027 0206 0405 0609 0808 0915 1008 0104
2028 0126 0404 0528 0826 1003 1026 0122
2029 0213 0404 0616 0816 0922 1016 0111
2030 0203 0405 0605 0805 0912 1005 0101
2031 0123 0405 0624 0824 1001 1024 0120
2032 0211 0404 0612 0812 0919 1012 0108
2033 0131 0404 0601 0801 0908 1001 0127
2034 0219 0405 0620 0820 0927 1020 0116
2035 0208 0405 0610 0810 0916 1009 0105
2036 0128 0404 0530 0828 1004 1027 0123
2037 0215 0404 0618 0817 0924 1017 0112
2038 0204 0405 0607 0807 0913 1007 0102
2039 0124 0405 0527 0826 1002 1026 0121
2040 0212 0404 0614 0814 0920 1014 0110
2041 0201 0404 0603 0803 0910 1003 1230
2042 0122 0404 0622 0822 0928 1022 0118
2043 0210 0405 0611 0811 0917 1011 0107
2044 0130 0404 0531 0731 1005 1029 0125
2045 0217 0404 0619 0819 0925 1018 0114
"""


def feast_in(name: str, year: int) -> date | None:
    """The day of a feast in (or, for 除夕 and 腊八, at the end of the lunar year) `year`; None where it is not known."""
    name = OTHER_NAMES.get(name, name)
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in BY_WEEKDAY:
        month, weekday, nth = BY_WEEKDAY[name]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if name in COUNTED:
        base, days = COUNTED[name]
        anchor = feast_in(base, year + (1 if name == "除夕" else 0))
        return anchor + timedelta(days=days) if anchor else None
    row = _LUNAR_DAYS.get(year)
    return row[LUNAR.index(name)] if row and name in LUNAR else None


def lunar_day(month: str, day: int, year: int) -> date | None:
    """正月初八, 腊月二十三 of the lunar year that begins in `year`; the other months are not in the table."""
    anchor = feast_in("春节" if month == "正" else "腊八", year)
    if anchor is None or not 1 <= day <= 30:
        return None
    return anchor + timedelta(days=day - (1 if month == "正" else 8))


def _row(line: str) -> tuple[int, tuple[date, ...]]:
    year, *days = line.split()
    named = [date(int(year), int(day[:2]), int(day[2:])) for day in days]
    if named[-1].month == 1:
        named[-1] = named[-1].replace(year=int(year) + 1)
    return int(year), tuple(named)


_LUNAR_DAYS = dict(_row(line) for line in _TABLE.split("\n") if line)
