"""One good card of each kind, after the documented examples, with every part that may be refused."""

from tests.sandbox_visit import Json

OPTIONS = [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]
ACTION = {"type": 1, "url": "https://crm.example.com/c/31"}
BUTTON: Json = {
    "card_type": "button_interaction",
    "task_id": "quote-118-r2",
    "source": {"desc": "报价审批", "desc_color": 0},
    "main_title": {"title": "报价 Q-118", "desc": "客户:示例精密"},
    "quote_area": {"type": 1, "url": "https://crm.example.com/q", "quote_text": "首版"},
    "horizontal_content_list": [
        {"keyname": "金额", "value": "¥1,280,000"},
        {"keyname": "提交人", "value": "张三", "type": 3, "userid": "zhangsan"},
        {"keyname": "附件", "value": "报价.xlsx", "type": 2, "media_id": "file-1"},
    ],
    "button_selection": {"question_key": "reason", "title": "理由", "option_list": OPTIONS},
    "button_list": [{"text": "同意", "style": 1, "key": "approve"}, {"text": "看", "type": 1, "url": "https://a.cn"}],
    "action_menu": {"desc": "更多", "action_list": [{"text": "为什么是我", "key": "why"}]},
}
TEXT: Json = {
    "card_type": "text_notice",
    "main_title": {"title": "回款预警", "desc": "逾期 15 天"},
    "emphasis_content": {"title": "¥320,000", "desc": "合同 HT-031"},
    "sub_title_text": "请今天联系客户",
    "jump_list": [{"type": 1, "title": "看合同", "url": "https://crm.example.com"}],
    "card_action": ACTION,
}
NEWS: Json = {
    "card_type": "news_notice",
    "main_title": {"title": "周报"},
    "card_image": {"url": "https://crm.example.com/w.png", "aspect_ratio": 2.25},
    "vertical_content_list": [{"title": "新增商机 12", "desc": "同比 +3"}],
    "card_action": ACTION,
}
VOTE: Json = {
    "card_type": "vote_interaction",
    "task_id": "lost-77",
    "main_title": {"title": "丢单原因"},
    "checkbox": {"question_key": "why", "mode": 1, "option_list": OPTIONS},
    "submit_button": {"text": "提交", "key": "lost_submit"},
}
MULTIPLE: Json = {
    "card_type": "multiple_interaction",
    "task_id": "opp-12-fill",
    "main_title": {"title": "补全商机"},
    "select_list": [{"question_key": "stage", "title": "阶段", "selected_id": "a", "option_list": OPTIONS}],
    "submit_button": {"key": "opp_save"},
}
GOOD = {"button": BUTTON, "text": TEXT, "news": NEWS, "vote": VOTE, "multiple": MULTIPLE}
