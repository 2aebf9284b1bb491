"""What a callback's XML says once it is decrypted, and which deliveries are the same one."""

from datetime import datetime

import pytest

from bot.envelope import IGNORED, SHANGHAI, Body, Malformed, delivery, delivery_key, read_xml, selected

CLICK = (
    "<xml><ToUserName><![CDATA[ww0123456789abcdef]]></ToUserName><FromUserName><![CDATA[LiLei]]></FromUserName>"
    "<CreateTime>1700000100</CreateTime><MsgType><![CDATA[event]]></MsgType>"
    "<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[approve]]></EventKey>"
    "<TaskId><![CDATA[quote-118-r2]]></TaskId><CardType><![CDATA[multiple_interaction]]></CardType>"
    "<ResponseCode><![CDATA[code-for-this-click]]></ResponseCode><AgentID>1000002</AgentID><SelectedItems>{}"
    "</SelectedItems></xml>"
)
REASON = (
    "<SelectedItem><QuestionKey><![CDATA[reason]]></QuestionKey><OptionIds><OptionId><![CDATA[r1]]></OptionId>"
    "<OptionId><![CDATA[r3]]></OptionId></OptionIds></SelectedItem>"
)
STAGE = (
    "<SelectedItem><QuestionKey><![CDATA[stage]]></QuestionKey><OptionIds><OptionId><![CDATA[req]]></OptionId>"
    "</OptionIds></SelectedItem>"
)


def event(**fields: str) -> Body:
    return {"FromUserName": "sys", "CreateTime": "1700000200", "MsgType": "event", **fields}


def test_a_message_is_its_msgid_its_sender_and_its_time() -> None:
    body = read_xml(
        b"<xml><FromUserName><![CDATA[LiLei]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType>\n"
        b"<![CDATA[text]]>\n</MsgType><Content><![CDATA[ hello ]]></Content><MsgId>7300000000000000001</MsgId></xml>"
    )
    came = delivery(body)
    assert came is not None
    assert (came.key, came.sender, came.msgid) == ("7300000000000000001", "LiLei", 7300000000000000001)
    assert came.created_at == datetime(2023, 11, 15, 6, 13, 20, tzinfo=SHANGHAI)
    assert came.body["MsgType"] == "text"
    assert came.body["Content"] == "hello"


@pytest.mark.parametrize(
    "other",
    [
        {"Event": "change_contact", "ChangeType": "delete_user", "UserID": "HanMei"},
        {"Event": "change_contact", "ChangeType": "update_user", "UserID": "LiLei"},
        {"Event": "change_contact", "ChangeType": "delete_user", "UserID": "LiLei", "CreateTime": "1700000201"},
        {"Event": "click", "ChangeType": "delete_user", "UserID": "LiLei"},
        {"Event": "change_contact", "ChangeType": "delete_user", "UserID": "LiLei", "FromUserName": "other"},
        {"Event": "change_contact", "ChangeType": "delete_user", "UserID": "LiLei", "EventKey": "k"},
        {"Event": "change_contact", "ChangeType": "delete_user", "UserID": "LiLei", "TaskId": "t"},
        {"Event": "change_contact", "ChangeType": "delete_user", "UserID": "LiLei", "ResponseCode": "c"},
    ],
)
def test_two_events_of_one_second_are_two(other: dict[str, str]) -> None:
    """W1: an event has no MsgId; whatever tells it from another one is in its key."""
    one = event(Event="change_contact", ChangeType="delete_user", UserID="LiLei")
    assert delivery_key(one) != delivery_key(event(**other))


def test_a_repeated_event_is_one_whatever_the_order_of_its_fields() -> None:
    """W1"""
    one = event(Event="click", EventKey="my_followups")
    assert delivery_key(one) == delivery_key(dict(reversed(one.items())))
    assert set(delivery_key(one)) <= set("0123456789abcdef")  # it becomes part of a card's task_id


@pytest.mark.parametrize(
    ("inner", "ticked"),
    [
        (REASON, {"reason": ("r1", "r3")}),
        (STAGE + REASON, {"stage": ("req",), "reason": ("r1", "r3")}),
        ("", {}),
        ("<SelectedItem><QuestionKey>q</QuestionKey><OptionIds></OptionIds></SelectedItem>", {"q": ()}),
        ("<SelectedItem></SelectedItem>", {}),
    ],
)
def test_what_was_ticked_reads_the_same_for_one_item_and_for_many(
    inner: str, ticked: dict[str, tuple[str, ...]]
) -> None:
    assert selected(read_xml(CLICK.format(inner).encode())) == ticked
    assert selected(event(Event="template_card_event")) == {}


@pytest.mark.parametrize("name", sorted(IGNORED))
def test_other_features_events_are_known_by_name_and_not_kept(name: str) -> None:
    assert delivery(event(Event=name)) is None


def test_the_third_party_form_is_not_kept() -> None:
    assert delivery({"SuiteId": "s", "InfoType": "suite_ticket", "TimeStamp": "1", "AuthCorpId": "c"}) is None


@pytest.mark.parametrize(
    "name",
    [
        "subscribe unsubscribe enter_agent click scancode_push scancode_waitmsg pic_sysphoto pic_photo_or_album",
        "pic_weixin location_select template_card_event template_card_menu_event taskcard_click batch_job_result",
        "change_contact inactive_alert low_active_alert close_inactive_agent reopen_inactive_agent low_active",
        "active_restored something_new",
    ],
)
def test_every_other_event_is_kept_the_unknown_too(name: str) -> None:
    for each in name.split():
        assert delivery(event(Event=each)) is not None


@pytest.mark.parametrize("kind", ["text", "image", "voice", "video", "location", "link", "file", "sticker"])
def test_every_message_is_kept_the_unknown_too(kind: str) -> None:
    came = delivery({"FromUserName": "LiLei", "CreateTime": "1700000000", "MsgType": kind, "MsgId": "17"})
    assert came is not None
    assert came.key == "17"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<xml><Content><![CDATA[a\x00b\x0bc]]></Content></xml>", "a\ufffdb\ufffdc"),
        (b"<xml><Content>\xed\xa0\x80\xff</Content></xml>", "\ufffd\ufffd\ufffd\ufffd"),
        ("<xml><Content>\uffff好\ufffe</Content></xml>".encode(), "\ufffd好\ufffd"),
        ("\ufeff<?xml version='1.0' encoding='gbk'?>\n<xml><Content>好</Content></xml>".encode(), "好"),
        (b"<xml><Content><![CDATA[<!DOCTYPE html>]]></Content></xml>", "<!DOCTYPE html>"),
        ("<xml><Content>&lt;a&gt;&amp;\u202e\u200b</Content></xml>".encode(), "<a>&\u202e\u200b"),
    ],
)
def test_a_text_that_a_database_would_refuse_is_cleaned(raw: bytes, text: str) -> None:
    """S5"""
    assert read_xml(raw)["Content"] == text


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00",
        b"hello",
        b"<xml>",
        b"<xml></xml>",
        b"<xml>text alone</xml>",
        b"<XML><a>1</a></XML>",
        b"<html><a>1</a></html>",
        b"<xml><a>&nbsp;</a></xml>",
        b"<xml><a>&#0;</a></xml>",
        b"<xml><a>&#xD800;</a></xml>",
        b"<xml><a>1</a></xml><xml/>",
        BOMB + b"<xml><a>&b;</a></xml>",
        b"<?xml version='1.0'?>" + BOMB + b"<xml><a>&b;</a></xml>",
        b"<!-- -->" + BOMB + b"<xml><a>1</a></xml>",
        b"<xml>" + BOMB + b"<a>1</a></xml>",
        b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><a>1</a></xml>',
        b"<xml>" + b"<a>" * 30_000 + b"</a>" * 30_000 + b"</xml>",
        b"{}",
    ],
)
def test_what_is_no_plain_xml_is_refused(raw: bytes) -> None:
    """S1: document types and entities above all."""
    with pytest.raises(Malformed):
        read_xml(raw)


@pytest.mark.parametrize(
    "broken",
    [
        {"MsgType": ""},
        {"Event": ""},
        {"FromUserName": ""},
        {"FromUserName": "x" * 65},
        {"FromUserName": ["LiLei", "HanMei"]},
        {"FromUserName": {"a": "b"}},
        {"Event": ["click", "view"]},
        {"MsgId": ["1", "2"]},
        {"CreateTime": ""},
        {"CreateTime": "soon"},
        {"CreateTime": "-1"},
        {"CreateTime": "1e9"},
        {"CreateTime": "٣"},
        {"CreateTime": "9" * 400},
    ],
)
def test_what_lacks_a_sender_a_time_or_a_kind_is_refused(broken: Body) -> None:
    """S1: a tag that comes twice would be a list."""
    with pytest.raises(Malformed):
        delivery(event(Event="click") | broken)


@pytest.mark.parametrize("msgid", ["", "0", "-1", "x", "٣", "9" * 30])
def test_a_message_without_a_usable_msgid_still_has_a_key(msgid: str) -> None:
    came = delivery({"FromUserName": "LiLei", "CreateTime": "1700000000", "MsgType": "text", "MsgId": msgid})
    assert came is not None
    assert came.msgid == 0
    assert came.key.startswith("e")
