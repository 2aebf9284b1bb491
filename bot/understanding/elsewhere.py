"""Words of private life, in classes, and words of our work."""

from __future__ import annotations

from bot.understanding.lazy import lazy

_CLASSES = {
    "kin": (
        r"老[婆公爸妈伴]|媳妇|丈母娘|老丈人|岳[父母]|公婆|婆婆|爸|妈(?!呀|的|耶)|爷爷|奶奶|外[公婆]|姥[姥爷]|舅[舅妈子]|姑[姑妈父]|[小大]姨|"
        r"[表堂][哥弟姐妹]|儿子|女儿|闺[女蜜]|[我带接送]娃|宝宝|室友|发小|[男女](?:朋)?友(?!好)|前任|初恋|女神|亲戚|哥哥|姐姐|弟弟|妹妹|孩子"
    ),
    "leisure": (
        r"酒店|宾馆|民宿|住宿|餐[馆厅]|饭店|火锅|烧烤|奶茶|景[点区]|门票|游玩|旅游|旅行|动物园|游乐|公园|博物[馆院]|美术馆|寺庙|教堂|海滩|"
        r"温泉|攻略|机票|值机|商场|超市|菜市场|理发|电影院?|影[院片评]|ktv|健身|剧本杀|狼人杀|麻将|外卖|好玩|无烟房|停车位|评分"
    ),
    "media": (
        r"票房|歌[手曲星词]|[首听唱]歌|专辑|唱片|乐[团队坛]|音乐|金曲|演[唱员]|导演|主演|艺人|明星|偶像|粉丝|综艺|小说|动漫|漫画|[电影]视剧|"
        r"剧[情集]|主角|反派|[女男]主|饰演|热搜|手游|(?<!电)游戏|段位|博主|抖音|b站|朋友圈"
    ),
    "sport": (
        r"联赛|赛[事季]|中超|欧冠|世界杯|奥运|nba|cba|足球|篮球|羽毛球|乒乓|球[员队迷星]|得分|场均|库里|跑步|马拉松|瑜伽|减肥|减脂"
    ),
    "school": r"高考|中考|高校|院校|志愿|分数线|大学|考研|雅思|四六级|寒假|暑假|班主任|家长会|幼儿园|驾校|科目[一二三四]|论文|学霸",
    "home": (
        r"房[子租东贷]|首付|物业|小区|邻居|彩票|股票|基金|黄金|比特币|金价|信用卡|花呗|话费|宽带|空调|冰箱|洗衣机|铃声|手环|手表|耳机|相册|"
        r"看车|二手车|猫|狗狗|宠物"
    ),
    "health": r"心率|血[压糖]|睡眠|失眠|感冒|发烧|牙[医科疼]|体检|挂号|疫苗|怀孕|医生",
    "world": r"人口|富豪|首富|总统|星座|运势|公安局|警察|诈骗|恐龙|皇帝",
}
_PRIVATE = lazy("|".join(_CLASSES.values()))
_WORK = lazy(
    r"客户|对方|甲方|供应商|拜访|走访|回访|跟进|采购|样品|打样|投标|招标|报价|单价|交期|发货|货款|回款|尾款|合同|商机|漏斗|联系人|"
    r"项目|方案|订单|厂|车间|设备"
)
_ORGANISED = lazy(r"公司|集团|股份|厂|科技|实业|设备|用品|器材|机械|电器|材料|供应链|贸易")


def is_private(words: str) -> bool:
    """Kin, leisure, films and music, sport, school, the home, health, the wide world."""
    return _PRIVATE.search(words) is not None


def is_of_work(words: str) -> bool:
    return _WORK.search(words) is not None


def is_no_firm(name: str) -> bool:
    """动物园 is no customer, 华昌酒店用品公司 may be one."""
    return is_private(name) and _ORGANISED.search(name) is None
