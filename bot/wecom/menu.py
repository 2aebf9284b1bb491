"""The app's one menu: the most used actions; a key is a packed command, so tapping is typing."""

from __future__ import annotations

from typing import Any

from domain.customers import ListCustomers
from domain.dialogue import Help, MyRights, Tour, Undo
from domain.reminders import ListTasks

MENU: dict[str, Any] = {
    "button": [
        {
            "name": "我的",
            "sub_button": [
                {"type": "click", "name": "今天要跟进谁", "key": ListTasks(period="today").pack()},
                {"type": "click", "name": "我的客户", "key": ListCustomers().pack()},
                {"type": "click", "name": "我的权限", "key": MyRights().pack()},
            ],
        },
        {
            "name": "记录",
            "sub_button": [
                {"type": "click", "name": "撤销上一条", "key": Undo().pack()},
                {"type": "pic_photo_or_album", "name": "拍照", "key": "photo"},
                {"type": "location_select", "name": "定位", "key": "place"},
            ],
        },
        {
            "name": "帮助",
            "sub_button": [
                {"type": "click", "name": "怎么用", "key": Help().pack()},
                {"type": "click", "name": "两分钟上手", "key": Tour(step=1).pack()},
            ],
        },
    ]
}
