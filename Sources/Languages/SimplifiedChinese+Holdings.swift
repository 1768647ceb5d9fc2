// 简体中文：职位、群组和角色的管理页面。

import Membership

extension Strings.Holdings {
  static let simplifiedChinese = Strings.Holdings(
    title: "职位、群组、角色",
    lead: "除部门之外，人员还可以拥有的身份。邀请链接可以把它们授予新成员，公共账号也可以对拥有者开放。",
    back: "全部职位、群组和角色",
    kind: { kind in
      switch kind {
      case .position: "职位"
      case .group: "群组"
      case .role: "角色"
      }
    },
    kinds: { kind in
      switch kind {
      case .position: "职位列表"
      case .group: "群组列表"
      case .role: "角色列表"
      }
    },
    none: { kind in
      switch kind {
      case .position: "还没有职位。"
      case .group: "还没有群组。"
      case .role: "还没有角色。"
      }
    },
    new: { kind in
      switch kind {
      case .position: "新职位"
      case .group: "新群组"
      case .role: "新角色"
      }
    },
    add: "添加", added: { "已添加 \($0)。" },
    rename: "改名", newName: "新名称", renamed: "已改名。",
    remove: "移除…",
    removeText: "将从所有拥有者收回，链接也不再授予它。此操作无法撤销。",
    removeButton: "从所有人收回并移除",
    removed: { kind in
      switch kind {
      case .position: "职位已移除，不再有人担任。"
      case .group: "群组已移除，不再有成员。"
      case .role: "角色已移除，不再有人拥有。"
      }
    },
    nameProblem: "请填写 1 到 \(Holding.longestName) 个字的名称，不能换行，不能有逗号和分号。",
    taken: { "已有写法相近的 \($0)，请换一个名称。" },
    holders: { count in
      switch count {
      case 0: "没有人拥有。"
      case 1000...: "超过 999 人拥有。"
      default: "\(count) 人拥有。"
      }
    },
    links: { count in
      switch count {
      case 0: "没有未结束的链接授予它。"
      case 1000...: "超过 999 个未结束的链接授予它。"
      default: "\(count) 个未结束的链接授予它。"
      }
    },
    seeHolders: "查看拥有者", publicAccounts: "对拥有者开放的公共账号",
    history: "操作记录",
    noneChosen: "未选择",
    gone: "所选的一项已不存在，请重新选择。",
    gives: "新成员还会获得", willGet: "还将获得",
    chosen: { "已选 \($0) 项" }, typedHint: "填写名称，多个名称之间用逗号隔开。",
    unknown: { kind, names in
      switch kind {
      case .position: "没有这样的职位：\(names)。"
      case .group: "没有这样的群组：\(names)。"
      case .role: "没有这样的角色：\(names)。"
      }
    },
    list: { $0.joined(separator: "、") })
}
