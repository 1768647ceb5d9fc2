// 简体中文：事件通知页面。

import Membership

extension Strings.Webhooks {
  static let simplifiedChinese = Strings.Webhooks(
    title: "事件通知",
    lead: "其他程序可以得知这里发生的事：按“Standard Webhooks”的格式，向每个网址发送带签名的消息。等待或失败的消息列在邮件页面。",
    none: "还没有通知任何程序。",
    address: "网址", addressHint: "以 https:// 开头。", events: "何时通知",
    add: "添加",
    stateName: { state in
      switch state {
      case .active: "启用"
      case .stopped: "已停止"
      case .gone: "已不存在：对方表示不再接收"
      }
    },
    secret: "密钥", since: "添加时间", state: "状态",
    secretOf: { "\($0) 的密钥" },
    shownOnce: "密钥只显示这一次。接收方用它确认消息来自本站。",
    stop: "停止", stopHint: "等待发送的消息不再发送。", start: "启用",
    newSecret: "生成新密钥", newSecretHint: "现在的密钥随即失效。",
    changed: { "\($0) 已保存。" },
    unchanged: "已经如此，没有做任何改动。",
    noEvent: "请至少选择一种要通知的事。",
    problem: { problem in
      switch problem {
      case .notHTTPS: "请填写以 https:// 开头的网址。"
      case .hasUser: "请去掉主机名前的用户名和密码。"
      case .hasFragment: "请去掉 # 及其后的内容。"
      case .noHost: "请填写带主机名的网址，如 https://shop.example.org/usher。"
      case .tooLong: "网址最多 \(WebhookAddress.longest) 个字符。"
      case .malformed: "请检查网址：其中有不合规的字符或端口。"
      }
    })
}
