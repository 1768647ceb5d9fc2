// 简体中文：管理员互相管理账号的页面。

import Membership

extension Strings.Administrators {
  static let simplifiedChinese = Strings.Administrators(
    title: "管理员",
    name: "姓名", login: "账号", email: "电子邮箱", language: "语言", state: "状态",
    secondStep: "两步验证", since: "加入时间",
    active: "正常", suspended: "已停用", on: "已开启", off: "未开启",
    you: "这是您本人。",
    change: { change in
      switch change {
      case .suspend: "停用"
      case .restore: "恢复"
      case .reset: "重设密码"
      case .removeSecondFactor: "关闭两步验证"
      }
    },
    changed: { change, name in
      switch change {
      case .suspend: "\(name) 已停用并退出登录。"
      case .restore: "\(name) 可以重新登录了。"
      case .reset: "新的初始密码将通过邮件发送给 \(name)，之前的密码已失效。"
      case .removeSecondFactor: "\(name) 现在只用密码登录。"
      }
    },
    problem: { problem in
      switch problem {
      case .yourself: "不能对自己这样做，请联系其他管理员。没有做任何改动。"
      case .last: "这是最后一位可用的管理员，必须保留。没有做任何改动。"
      case .notSo: "该账号的状态已经改变。没有做任何改动。"
      case .noHeir: "链接只能转交给其他可用的管理员。没有做任何改动。"
      }
    },
    addTitle: "添加管理员",
    addText: "欢迎邮件中会有初始密码。",
    add: "添加", loginHint: "可用小写字母、数字、点、连字符和下划线。",
    loginWrong: "请使用最多 64 个小写字母、数字、点、连字符或下划线，并以字母或数字开头。",
    loginTaken: "已有这个账号，请换一个。",
    addressTaken: { "账号 \($0) 已使用此邮箱。" },
    added: { "\($0) 已成为管理员，欢迎邮件即将发出。" },
    welcome: { "您已成为管理员（\($0)）。登录方式如下：" })
}
