// 简体中文：管理页面共用的文字，以及申请。

import Membership

extension Strings.Desk {
  static let simplifiedChinese = Strings.Desk(
    navigation: "管理", menu: "更多…",
    overview: "概览", invitations: "邀请", applications: "申请", people: "人员", mail: "邮件",
    administrators: "管理员", settings: "设置", audit: "日志",
    account: "我的账号",
    find: "查找姓名、邮箱", findButton: "查找",
    all: "全部", anyone: "任何人", show: "显示", more: "更多条件", sort: "排序", rows: "每页行数",
    firstPage: "第一页", nextPage: "下一页", export: "导出 CSV",
    nothingFound: "没有符合条件的内容。请放宽条件，再按“显示”。",
    departmentUnknown: "没有这个部门，或有多个同名部门。请填写完整路径，如“销售部 / 北区”。",
    departmentExample: "销售部 / 北区",
    dateUnreadable: "日期格式应如 2026-12-31。",
    save: "保存", back: "返回",
    formExpired: "此页面打开时间过长，请再按一次按钮。")
}

extension Strings.Applications {
  static let simplifiedChinese = Strings.Applications(
    title: "申请",
    applicant: "申请人", joins: "加入部门", invitedBy: "邀请人", applied: "申请时间",
    state: "状态", decided: "审核",
    from: "申请时间从", until: "到", invitation: "邀请",
    reference: "申请编号", email: "电子邮箱",
    stateName: { state in
      switch state {
      case .pending: "待审核"
      case .approved: "已通过"
      case .rejected: "已拒绝"
      case .withdrawn: "已撤回"
      }
    },
    sortName: { sort in
      switch sort {
      case .newest: "最新在前"
      case .oldest: "最早在前"
      case .name: "按姓名"
      }
    },
    none: "还没有申请。有人通过邀请申请后会显示在这里。",
    nonePending: "没有待审核的申请。",
    approve: "通过", reject: "拒绝", rejectWith: "拒绝…", reopen: "重新待审核",
    back: "全部申请",
    withPicked: "对勾选的申请", pickAll: "勾选本页全部",
    nothingPicked: "还没有勾选任何人。请先勾选姓名旁的方框。",
    approved: { "\($0) 的申请已通过，欢迎邮件正在发送。" },
    rejected: { "\($0) 的申请已拒绝。" },
    reopened: { "\($0) 的申请已恢复为待审核。" },
    manyApproved: { $0 == 0 ? "没有通过任何申请。" : "已通过 \($0) 个申请，欢迎邮件正在发送。" },
    manyRejected: { $0 == 0 ? "没有拒绝任何申请。" : "已拒绝 \($0) 个申请。" },
    manyUnknown: { "有 \($0) 个申请已不存在。" },
    manyNotTried: { "还有 \($0) 个没有来得及处理：现在访问的人较多，请再按一次按钮。" },
    mended: { "申请人已将邮箱改为 \($0)，没有做任何改动，请再看一下。" },
    leftAsTheyWere: "未改动的申请", invitationUnknown: "没有这个邀请。",
    by: { "审核人：\($0)" },
    system: "系统",
    reasonLabel: "原因（可不填）", reasonHint: "管理员可以在列表中看到。",
    mailReason: "用邮件把结果和原因告诉申请人", reason: "原因",
    alreadyTitle: "已有人先处理了",
    already: { name, state, approver, at in
      switch state {
      case .approved: "\(name) 的申请已由 \(approver) 于 \(at) 通过，没有做任何改动。"
      case .rejected: "\(name) 的申请已由 \(approver) 于 \(at) 拒绝，没有做任何改动。"
      case .pending, .withdrawn: "\(name) 已于 \(at) 撤回申请，没有做任何改动。"
      }
    },
    notRejected: "这个申请已不是拒绝状态，没有做任何改动。",
    full: "这个邀请没有名额了。请先提高人数上限，再试一次。",
    fullForGood: "这个邀请名额已满且已撤回，请让申请人通过其他邀请重新申请。",
    appliedAgain: "同一邮箱已重新申请，请处理新的申请。",
    addressTaken: { "账号 \($0) 已使用此邮箱，您可以拒绝这个申请。" },
    reasonTooLong: { "原因最多 \($0) 个字。" },
    mail: { progress in
      switch progress {
      case .waiting("", _): "等待发送"
      case .waiting(let error, let next): "尚未发送，下次尝试：\(next)，原因：\(error)"
      case .sent: "已发送"
      case .failed(let error): "发送失败：\(error)"
      }
    },
    mailLabel: "邮件")
}
