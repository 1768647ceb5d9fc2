// 简体中文：邮件页面，以及告知管理员有人在等待的邮件。

import Membership

extension Strings.MailPage {
  static let simplifiedChinese = Strings.MailPage(
    title: "邮件",
    recipient: "收件人", kind: "内容", state: "状态", made: "生成时间",
    kindName: { kind in
      switch kind {
      case .welcome: "欢迎邮件，含初始密码"
      case .renewed: "新的初始密码"
      case .rejected: "申请未通过"
      case .known: "重复申请，已有账号"
      case .digest: "待审核提醒"
      case .webhook: "事件通知"
      }
    },
    eventName: { event in
      switch event {
      case .applied: "有人申请"
      case .decided: "申请已审核"
      case .joined: "有人加入"
      }
    },
    stateName: { state in
      switch state {
      case .queued, .sending: "等待发送"
      case .sent: "已发送"
      case .failed: "发送失败"
      }
    },
    tries: { "已尝试 \($0) 次" },
    next: { "下次尝试：\($0)" },
    settled: "已重新发送，或已不再需要",
    sendNow: "立即发送", sendAgain: "重新发送",
    queued: { "发给 \($0) 的邮件正在发送。" },
    told: { "发给 \($0) 的消息正在发送。" },
    problem: { problem in
      switch problem {
      case .underWay: "这封邮件正在发送，请稍后再看。"
      case .replaced: "这封邮件已重新发送过，或已由更新的邮件代替。"
      case .hasSignedIn: "此人已登录并设置了自己的密码，不再需要这封邮件。"
      case .notActive: "此账号已停用，没有发送邮件。"
      case .decidedAnew: "这个申请已不是拒绝状态，没有发送邮件。"
      case .nobodyWaits: "已没有人在等待审核，没有发送邮件。"
      case .notTold: "此通知地址已停用，没有发送。"
      }
    },
    none: "还没有邮件。有申请通过后会显示在这里。")
}

extension Strings.Digest {
  static let simplifiedChinese = Strings.Digest(
    subject: { count, organisation in
      count < 1000
        ? "\(organisation)：有 \(count) 个申请待审核" : "\(organisation)：有 999 个以上的申请待审核"
    },
    text: { count, organisation in
      count < 1000
        ? "有 \(count) 人申请加入“\(organisation)”，正在等待您审核。"
        : "有 999 人以上申请加入“\(organisation)”，正在等待您审核。"
    },
    decide: "审核地址：",
    person: { name, department in
      department.isEmpty ? "\(name)，申请时间：" : "\(name)（\(department)），申请时间："
    },
    longestOnly: { "以上是等待最久的 \($0) 人。" },
    howOften: "您可以在自己的账号页面选择多久收到一次这种邮件。",
    label: "待审核提醒邮件",
    hint: "只在有人等待审核时发送。",
    saved: "您的选择已保存。",
    every: { hours in
      switch hours {
      case 0: "从不"
      case 24: "每天最多一封"
      case 168: "每周最多一封"
      default: "每 \(hours) 小时最多一封"
      }
    })
}
