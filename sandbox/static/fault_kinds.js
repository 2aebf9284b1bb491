/** Every fault that the sandbox can stage, in words. */

export const FAULT_KINDS = [
  {
    area: "回调",
    kinds: [
      ["duplicate_callback", "重复投递", "同一条消息投递两次"],
      ["delay_callback", "投递迟到", "过一会儿才送到应用"],
      ["shuffle_callbacks", "投递乱序", "后发的先到"],
      ["late_ack", "应答太晚", "应用的应答按超过 5 秒算，平台会重试"],
    ],
  },
  {
    area: "平台接口",
    kinds: [
      ["expire_token", "令牌过期", "access_token 当场失效"],
      ["rate_limit", "调用太频繁", "接口返回 45009"],
      ["server_error", "服务器错误", "接口返回 HTTP 500"],
      ["timeout", "没有回音", "接口一直不答"],
      ["slow", "变慢", "接口过几秒才答"],
      ["garbage", "乱码", "接口答的不是 JSON"],
      ["drop_answer", "做完断线", "事情做了，答复丢了"],
      ["user_out_of_scope", "成员不可见", "收件人不在应用的可见范围"],
    ],
  },
  {
    area: "ERP",
    kinds: [
      ["erp_down", "停机", "连不上 ERP"],
      ["erp_slow", "变慢", "ERP 过几秒才答"],
      ["erp_html", "返回网页", "ERP 答了一个登录页"],
      ["erp_session_lost", "会话丢失", "要重新登录"],
      ["erp_business_error", "业务报错", "单据被拒绝"],
      ["erp_drop_answer", "做完断线", "单据存了，答复丢了"],
      ["erp_partial", "只成一半", "一批里有的成功有的失败"],
    ],
  },
];

export const EXTENTS = [
  { words: "1 次", fields: { times: 1 } },
  { words: "3 次", fields: { times: 3 } },
  { words: "10 分钟", fields: { for: "PT10M" } },
  { words: "1 小时", fields: { for: "PT1H" } },
  { words: "1 天", fields: { for: "P1D" } },
];
