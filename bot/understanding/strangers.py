"""Customers that the directory does not hold: one that the message creates, one that stands where a customer stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.marks import CUSTOMER, Mark, P
from domain.cities import CITIES, CITY, REGIONS

NEW = "new"
UNKNOWN = "unknown"

_NEW_WORD = (
    r"(?:(?:新建|新增|新加|新开|添加|加|建|录|录入|登记|开|创建|建立|增加|建档|录个|"
    r"记)(?:了)?(?:一)?(?:个|家|下)?(?:新)?客户(?:档案|资料)?|新客户(?:来啦|来了|档案|登记|录入|建档|信息|"
    r"资料)?|新线索|新开发了?(?:一)?[个家](?:新)?客户|客户(?:新增|录入|登记|新建)(?=[ :])|客户建档|建档|"
    r"(?:新认识|认识|来|有|谈|开发|接触|多|拓展|对接)了?(?:一)?(?:个|家)新客户(?:要|需要)?(?:录|录入|登记|"
    r"建档)?(?:一下)?|add (?:a )?(?:new )?customer|new customer)"
)
_CALLED = r"(?:[ ,:!「『“\"《【]|是|叫做?|名字叫|名称|一下|一家|名为|公司|叫)*"
_COMPANY = (
    r"(?P<name>[a-z0-9\u3400-\u9fff()&·.-]{2,36}?(?:公司|集团|厂|研究院|研究所|事务所)|"
    r"[a-z][a-z0-9&.' -]{1,40}[a-z.](?=[,。;\n]|$)|[a-z0-9\u3400-\u9fff()&·-]{2,24}?)"
)
_NAME_ENDS = (
    r"(?=[ ,。;!:\n」』”\"》】]|$|(?<=[司厂院所团])\(|联系人|对接人|负责人|\ue002|\ue007|做|是做|在[\u4e00-\u9fff]{2}|"
    r"展会|老客户|地址|行业|属于)"
)
_CREATED = re.compile(_NEW_WORD + _CALLED + _COMPANY + _NAME_ENDS)
_CREATED_BEFORE = re.compile(
    r"(?:^|[,。;\n ])(?:把|将|帮我把|请把)(?P<name>[a-z0-9\u3400-\u9fff()&·-]{2,30}?)(?:[ ,]|这家|这个|"
    r"也)?(?:是)?(?:我们的|个|一个|一家|我的)?(?:新客户|(?:建|录|加|登记|添加|存)(?:成|为|进|入|到|个|"
    r"一下)+(?:新)?(?:客户|系统)(?:档案|库|里)?)"
)
_NOT_NEW = re.compile(
    r"^(?:行业|联系|分级|分类|标签|等级|字段|功能|管理|怎么|如何|怎样|的|们|数量|多少|有哪些|有多少|列表|"
    r"名单|统计|报价|需求|拜访|情况|开发|来|有|要|说|跟进|线索|标准|流程)"
)

_RUN = r"(?P<name>[a-z\u3400-\u9fff][a-z0-9\u3400-\u9fff&]{1,11}?)"
_GO = (
    r"(?:拜访|走访|回访|探访|上门拜访|上门|去见|面访)(?:了|过|完)?(?:一下|一趟)?|去了(?:一)?趟?|去过(?:一趟)?|"
    r"跑了(?:一)?趟|到了|刚从|联系(?!人|方式|电话)了?|跟进了?(?:一下)?|见了"
)
# What looks like a company even where it may be anything: a place before it, or a trade behind it.
_LIKELY = (
    rf"(?P<name>{CITY}(?:市)?[\u4e00-\u9fff]{{2,6}}?|[\u4e00-\u9fff]{{2,6}}?(?:公司|集团|科技|电子|精密|机械|"
    rf"五金|模具|汽车|电器|电气|自动化|新能源|实业|股份|重工|塑胶|材料|厂))"
)
_TALK = r"(?:打|发|聊|谈|沟通|开|签|报|通|吃|约|见|碰|对接|确认|交流|说|过了|做|寄|送|回|加|建|补|更新|改)"
_AFTER_GO = rf"(?=的|那边|这边|公司|{P}|[,。;!?\n ]|$|聊|谈|开会|送样|看|了解|对账|出来|回来|采购|技术|一趟)"
_STATES = (
    r"(?=(?:昨天|今天|刚刚|刚|已经|终于|上周)?(?:签了|签约|签合同|签单|回款|到账|打款|打了|付了|付款)|那单|那个单|"
    r"的?(?:单子|项目)?(?:丢了|黄了|没戏)|有个|加个?联系人|新增联系人|的?(?:方案|需求文档|需求资料)|"
    r"开个商机|建个商机|推进到|进到|到(?:需求|技术|报价|合同|订单|回款)|的?资料|的档案|的?情况)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_GO}){_RUN}{_AFTER_GO}",
        rf"(?<![\u4e00-\u9fff\ue001-\ue010]{{2}})(?:跟|和|与|给|约|找|陪|请){_RUN}(?:的)?(?={P}|{_TALK})",
        rf"(?<=[天午晚了刚,。;\n 周上])(?:跟|和|与|给|约|找|请){_RUN}(?:的)?(?={P}|{_TALK})",
        rf"(?:^|[,。;!\n ]|今天|昨天|刚才|刚刚|帮我){_RUN}{_STATES}",
        (
            rf"(?:^|[,。;!\n ]|帮我|看看|看下|查查){_LIKELY}(?=(?:这家公司|公司|这个客户)?(?:现在|目前|最近|"
            rf"的)*(?:什么|啥|咋|怎么|怎样|如何)(?:情况|样))"
        ),
        (
            rf"(?:查一下|查下|查查|查询|看一下|看看|看下|了解一下|查){_LIKELY}(?:的(?:情况|资料|档案|信息)|"
            rf"这个客户|$|[,。;?!\n])"
        ),
        rf"(?:^|[,。;\n ])(?:提交)?报价(?:单)?[ :]{{1,2}}{_RUN}(?=[ ,])",
        rf"(?:给|发给){_RUN}(?=报(?:个|一个|一下)?价|报[ \ue006])",
        rf"(?:请|让|麻烦|安排)[\u4e00-\u9fff]{{2,4}}(?:部|组|中心)?评审(?:一下|下)?{_RUN}(?=的)",
        rf"(?:收到|撤回给?|驳回|同意|批准){_RUN}(?=的?(?:回款|货款|尾款|报价|付款|打款|定金|预付))",
    )
)
_NO_NAME = re.compile(
    r"改成|改为|换成|客户|对方|他们|她们|我们|你们|咱|人家|大家|有人|谁|哪|什么|这个|那个|这家|那家|这边|"
    r"那边|公司$|供应商|工厂$|老板|领导|同事|现场|展会|隔壁|自己|车间|楼下|家里|办公室|采购|品质|技术部|"
    r"工程部|"
    r"工艺部|部门|财务|售后|生产部|今天|明天|昨天|后天|上午|下午|晚上|中午|早上|本周|上周|下周|这周|本月|"
    r"上月|下月|一下|怎么|如何|为什么|报价|合同|商机|方案|需求|提醒|记得|联系人|电话|微信|邮件|"
    r"短信|会议|资料|天气|新闻|股票|音乐|电影|餐厅|酒店|机票|高铁|路况|快递|外卖|闹钟|灯|空调|笑话|老婆|"
    r"孩子|朋友|爸|妈|金额|日期|[的了吗呢吧啊是在不没就都还也再很太又会要能可想给跟把被去来说聊谈问打发]|"
    r"漏斗|排行|排名|回款|目标|权限|帮助|功能|菜单|机器人|系统|群里|网上|线上|大区|全部|所有|进度|进展|"
    r"情况|项目|产品|样品|价格|图纸|账单|一个|几个|\d|好友|亲戚|超市|医院|学校|银行|物业|商场|公园|老家|"
    r"父母|岳|女友|男友|对象|同事|牙医|医生|警察|房东|中介|支付宝|工资|奖金|房租|房贷|信用卡|首付|彩票|"
    r"股票|基金|红包|退款|钥匙|猫|狗|车|奶奶|爷爷|叔叔|阿姨|哥哥|妹妹|儿子|女儿|家人|"
    r"同学|邻居|老师|手机|车票|比赛|球|饭|季度|大?区$|华[东南北中]|西[南北]|东北|[上下]半年|今年|去年|"
    r"明年|年底|年初|记录|导[出成]|表格|任务|计划|收到|已经|刚刚|终于|总共|一共|共计|首款|尾款|定金|预付|"
    r"款$"
)


def newcomers(mended: str) -> list[Mark]:
    """The company that this message creates, its name as written."""
    for pattern in (_CREATED_BEFORE, _CREATED):
        for found in pattern.finditer(mended):
            name = found["name"].strip()
            start = found.start("name") + name.rfind("的") + 1 if "的" in name else found.start("name")
            name = name.rpartition("的")[2]
            if (
                name
                and name not in ("这个", "这家", "它", "他们")
                and not _NOT_NEW.match(name)
                and not re.search(r"客户|怎么|哪些|多少", name)
            ):
                return [Mark(CUSTOMER, start, start + len(name), (name,), NEW)]
    return []


def expected(painted: str) -> Iterator[tuple[int, int]]:
    """Spans of words that stand where a customer stands and are none that we know."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(painted):
            start, end = found.span("name")
            if not _NO_NAME.search(found["name"]) and found["name"] not in (*CITIES, *REGIONS):
                yield start, end
