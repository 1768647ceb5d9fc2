// 简体中文：管理人员账号的页面。

import Membership

extension Strings.Accounts {
  static let simplifiedChinese = Strings.Accounts(
    title: "人员", new: "新建账号", name: "姓名", login: "账号", email: "电子邮箱",
    department: "部门", noDepartment: "无", language: "语言", state: "状态", kind: "类型",
    holds: "职位与角色", since: "加入时间",
    stateName: { state in
      switch state {
      case .active: "正常"
      case .suspended: "已停用"
      case .removed: "已移除"
      }
    },
    kindName: { kind in
      switch kind {
      case .personal: "个人"
      case .public: "公共账号"
      }
    },
    administrator: "管理员",
    search: "姓名、邮箱或账号", searchHint: "查找",
    none: "还没有人。有人通过邀请加入后会显示在这里。",
    everybody: "显示全部人员",
    onlyHolding: { "只显示拥有“\($0)”的人。" },
    onlyWhoMayUse: { "只显示可以使用“\($0)”的人。" },
    holdingUnknown: "这个职位、小组或角色已不存在。",
    publicAccountUnknown: "没有这个公共账号。",
    newTitle: "新建账号", newText: "适用于没有通过邀请申请的人。",
    loginHint: "可不填：根据邮箱自动生成。",
    welcome: "初始密码", welcomeMailed: "立即通过欢迎邮件发送",
    welcomeLater: "暂不发送，之后通过“新密码”发送", add: "添加",
    added: { "已为 \($0) 建立账号，欢迎邮件正在发送。" },
    addedSilently: { "已为 \($0) 建立账号，暂时没有密码。" },
    back: "全部人员", change: "修改", changed: "已保存。",
    nothingChanged: "没有变化，原本就是这样。",
    history: "对此账号的操作记录", links: "链接", application: "申请",
    linksOpen: { "\($0) 个未结束的链接" },
    secondStep: "两步验证", on: "已开启", off: "未开启",
    passwordMissing: "尚未设置密码",
    mayUse: "可使用的公共账号", mayUseNone: "没有向此人开放的公共账号。",
    holdingsSaved: "已保存此人的职位、小组与角色。",
    action: { change in
      switch change {
      case .suspend: "停用"
      case .restore: "恢复"
      case .remove: "移除"
      case .signOut: "退出全部登录"
      }
    },
    actionText: { change in
      switch change {
      case .suspend: "立即退出登录，恢复之前不能再登录。尚未送达的初始密码随之失效。"
      case .restore: "可以用之前的密码重新登录。"
      case .remove: "不可恢复：立即退出登录，不再拥有任何职位与角色，也不能再使用公共账号。操作记录会保留。"
      case .signOut: "结束所有登录，密码仍然有效。"
      }
    },
    acted: { change, name in
      switch change {
      case .suspend: "\(name) 已停用并退出登录。"
      case .restore: "\(name) 可以重新登录了。"
      case .remove: "\(name) 已移除。"
      case .signOut: "\(name) 已退出全部登录。"
      }
    },
    newPassword: "新密码",
    newPasswordText: "通过邮件发送新的初始密码。之前的密码失效，所有登录结束。",
    passwordRenewed: { "新的初始密码将通过邮件发送给 \($0)，之前的密码已失效。" },
    isRemoved: "此账号已移除，仅因操作记录需要而保留。",
    isErased: "此人的资料已清除，仅操作记录中保留此账号。",
    linksQuestion: { "\($0) 的链接如何处理？" },
    linksOf: { "有 \($0) 个链接尚未结束。" },
    linksPrinted: { $0 == 0 ? "其中没有标记为已打印的。" : "其中 \($0) 个已标记为已打印。" },
    linksPending: {
      $0 == 0 ? "没有通过它们申请而待审核的人。" : "有 \($0) 个通过它们提交的申请待审核。"
    },
    keepLinks: "保持不变，仍以此人的名义",
    revokeLinks: "立即失效，待审核的申请仍可处理",
    handOverLinks: "由其他管理员接手",
    heir: "接手的管理员",
    answerMissing: "请选择如何处理这些链接。没有做任何改动。",
    unpublished: { "已完成，但页面未能写入：\($0) 下次生成时会补上。" },
    erase: "清除此人的资料…", eraseTitle: "清除此人的资料",
    eraseText: "姓名、邮箱和账号名会从所有地方清除：账号、申请、邮件和页面。操作记录只保留没有姓名的标记。此操作无法撤销。",
    eraseBackups: "之前的备份、已发出的邮件，以及他人填写的标签不受影响。",
    eraseButton: "永久清除",
    erased: "此人的资料已清除，文件中的残留会在一分钟内清除。",
    stillNamed: { "设置中仍有此人的资料：\($0)。请修改这些设置。" },
    mailText: { "\($0) 已为您建立账号。登录方式如下：" })
}

extension Strings.AuditPage {
  static let chineseAccountVerbs = [
    "sign out": "退出其全部登录", "hand over": "转交给其他邀请人",
    "erase": "清除此人的资料", "change name": "修改姓名", "change address": "修改邮箱",
    "change department": "调整部门", "change language": "修改语言",
  ]
}
