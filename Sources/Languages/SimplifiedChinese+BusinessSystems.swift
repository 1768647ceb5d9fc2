// 简体中文：业务系统页面。

import Membership

extension Strings.BusinessSystems {
  static let simplifiedChinese = Strings.BusinessSystems(
    title: "业务系统",
    lead: "贵组织的其他网站可以用已登录者的名义创建邀请，成员邀请的规则和上限同样适用。",
    none: "还没有业务系统。添加一个，您会得到一个密钥，请交给它的维护者。",
    address: "请求地址", description: "供程序阅读的说明（OpenAPI）",
    name: "名称", nameHint: "大家怎么称呼它，如“员工门户”。",
    linksPerDay: "24 小时内的邀请数",
    linksPerDayHint: "该系统所有人合计，1 到 100000。", add: "添加",
    key: "密钥编号", secret: "密钥", since: "添加时间", state: "状态", open: "启用",
    closed: "已永久关闭",
    keyOf: { "\($0) 的密钥" },
    shownOnce: "密钥只显示这一次。请用安全的方式交给该系统的维护者。",
    rotate: "生成新密钥", rotateHint: "现在的密钥还可使用 24 小时。",
    revoke: "永久关闭", revokeWith: "关闭…",
    revokeHint: "之后拒绝它的请求。它已创建的邀请保留。",
    save: "保存",
    saved: { "\($0) 已保存。" },
    revoked: { "\($0) 已关闭，之后拒绝它的请求。" },
    problem: { problem in
      switch problem {
      case .name: "请填写 1 到 100 个字的名称。"
      case .taken: "已有同名的业务系统。"
      case .limit: "请填写 1 到 100000 的整数。"
      case .revoked: "它已经关闭，没有做任何改动。"
      }
    })
}
