// 简体中文：管理员管理公共账号的页面。

import Membership

extension Strings.PublicAccounts {
  static let simplifiedChinese = Strings.PublicAccounts(
    title: "公共账号管理",
    lead: "多人以同一个账号的身份操作：每个人先以本人身份登录，再选择公共账号，无需共用密码。",
    none: "还没有公共账号。",
    name: "名称", login: "账号", state: "状态", associations: "开放对象",
    active: "正常", suspended: "已停用", created: "创建时间",
    newTitle: "新建公共账号", create: "创建",
    nameWrong: "请填写名称，最多 200 个字符。",
    convertTitle: "将个人账号转为公共账号",
    convertText: "本人将退出登录，也不能再用它登录。之后请选择谁可以使用。",
    person: "个人", personHint: "账号或电子邮箱。",
    personUnknown: "没有这个人，请检查拼写。",
    convert: "转为公共账号",
    linksAsk: "此人还有有效链接，请在其页面上选择如何处理。没有做任何改动。",
    conversion: { problem in
      switch problem {
      case .administrator: "这是管理员的账号，必须保持为个人账号。没有做任何改动。"
      case .yourself: "这是您本人的账号，您需要用它登录。没有做任何改动。"
      case .noHeir: "链接只能交给另一位状态正常的管理员。没有做任何改动。"
      }
    },
    made: { "\($0) 已创建，请选择谁可以使用。" },
    converted: { "\($0) 已转为公共账号，请选择谁可以使用。" },
    changed: { change, name in
      switch change {
      case .suspend: "\(name) 已停用，任何人都不能再使用。"
      case .restore: "\(name) 可以重新使用了。"
      case .remove: "\(name) 已移除。"
      }
    },
    back: "全部公共账号", history: "操作记录",
    renamed: "新名称已保存。",
    notSo: "状态已经改变。没有做任何改动。",
    unpublished: { "已转为公共账号，但页面未能写入：\($0) 下次生成时会写入。" },
    associatedWith: "开放对象", nothing: "尚未开放。", remove: "取消",
    associated: { "已向 \($0) 开放。" },
    dissociated: { "不再向 \($0) 开放。" },
    notAssociated: "之前已不再向其开放。没有做任何改动。",
    add: "向更多人开放",
    department: "部门及其下级部门", chooseOne: "请选择",
    holding: "拥有此职位、群组或角色的人",
    holdingUnknown: "没有这个职位、群组或角色，请另选一个。",
    association: { problem in
      switch problem {
      case .already: "已向其开放。"
      case .gone: "该对象已不存在，请另选一个。"
      case .publicAccount: "这本身就是公共账号，请选择个人。"
      }
    },
    users: "谁可以使用", nobody: "没有人可以使用。", why: "原因", allUsers: "显示全部",
    uses: "使用记录", neverUsed: "还没有人使用过。", who: "使用人",
    rename: "修改名称",
    change: { change in
      switch change {
      case .suspend: "停用"
      case .restore: "恢复"
      case .remove: "永久移除"
      }
    },
    changeText: { change in
      switch change {
      case .suspend: "恢复之前任何人都不能使用，正在使用的人立即退出。"
      case .restore: "开放对象可以重新使用。"
      case .remove: "任何人都不能再使用，也不再显示在列表中。账号名不能重复使用，使用记录仍会保留。"
      }
    },
    revertTitle: "恢复为个人账号",
    revertText: "现有的开放对象都不能再使用，初始密码将通过邮件发送给本人。",
    email: "本人的电子邮箱", revert: "恢复为个人账号",
    reversion: { problem in
      switch problem {
      case .suspended: "该账号已停用，请先恢复。"
      case .addressTaken(let login): "账号 \(login.text) 已使用此邮箱，请换一个。"
      }
    },
    reverted: { "\($0) 已恢复为个人账号，初始密码即将发出。" })
}
