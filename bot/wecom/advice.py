"""What to click in WeCom's admin page for each way in which it refuses us."""

from __future__ import annotations

from bot.wecom.errors import UNANSWERED

APP_PAGE = "管理后台 work.weixin.qq.com → 应用管理 → 自建 → 点开应用"
CLOCK_ADVICE = "打开这台机器的网络对时（NTP），例如 timedatectl set-ntp true；相差两小时以上时，所有消息都会被拒收。"
STALE_ADVICE = (
    "密钥没有问题，但两小时以外的请求一律拒收。沙盒的时钟拨过：重新启动 ./crm run；"
    "真实环境：先打开网络对时（NTP），再重新启动。"
)

_SECRET = f"{APP_PAGE} → Secret → 查看，把它填进 CRM_WECOM_SECRET，再重新启动。"
_CORP = "管理后台 → 我的企业 → 企业信息 → 最下面的“企业ID”，把它填进 CRM_WECOM_CORP_ID，再重新启动。"
_AGENT = f"{APP_PAGE} → AgentId，把它填进 CRM_WECOM_AGENT_ID；Secret 和 AgentId 要出自同一个应用。"
_SCOPE = f"{APP_PAGE} → 可见范围 → 编辑 → 选择最上面的公司（根部门）。"
_SAVE = f"{APP_PAGE} → 接收消息 → 设置 API 接收"

_OTHER_KEYS = (
    f"运行中的机器人用的是别的 Token、EncodingAESKey 或企业ID：改好 .env 后重新启动，再到 {_SAVE}，填一样的值并保存。"
)

# By the status that our own door answers; 0: nobody answers, 200: something else answers there.
CALLBACK_ADVICE = {
    0: "机器人没有在运行，或 CRM_LISTEN 与运行中的不一样：先运行 ./crm run，再检查一次。",
    200: "这个地址上是别的程序。换一个端口（CRM_LISTEN），或停掉那个程序。",
    400: _OTHER_KEYS,
    403: _OTHER_KEYS,
    404: "反向代理没有把 /wecom/callback 原样转给机器人，检查它的转发规则。",
}

_BY_CODE = {
    40001: _SECRET,
    40091: _SECRET,
    41004: _SECRET,
    40013: _CORP,
    41002: _CORP,
    40056: _AGENT,
    301002: _AGENT,
    45009: "试得太多，平台暂时不理这个地址：改好凭据，一小时后再试。",
    48002: _SCOPE,
    48006: f"这个接口太久没用，权限被收回：{APP_PAGE} → 按页面提示恢复接口权限。",
    50003: f"{APP_PAGE} → 右上角“启用应用”。",
    60011: _SCOPE,
    60020: f"先让 ./crm run 运行着，到 {_SAVE}，保存接收消息的地址（读不到通讯录也能应答）；"
    f"再到 {APP_PAGE} → 企业可信IP → 配置，加上左边写的 from ip 地址，约一分钟后生效。",
    UNANSWERED: "这台机器连不到企业微信：检查 CRM_WECOM_API、DNS、出口防火墙和代理，应能访问 https://qyapi.weixin.qq.com。",
}


def advice(code: int) -> str:
    known = _BY_CODE.get(code)
    return known or f"在 https://open.work.weixin.qq.com/devtool/query?e={code} 查这个错误码，再按说明修改应用的设置。"
