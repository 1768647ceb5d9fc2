// 简体中文：邀请、概览与查找。

import Membership

extension Strings.Invitations {
  static let simplifiedChinese = Strings.Invitations(
    title: "邀请", new: "新建邀请", newTitle: "新建邀请",
    generate: "生成链接和二维码", resetAll: "重置我的全部链接…", back: "全部邀请",
    link: "链接", copy: "复制", copied: "已复制", png: "用于打印的二维码（PNG）",
    svg: "任意大小的二维码（SVG）", page: "查看页面",
    label: "标签", labelHint: "仅供自己辨认，如“展位二”，也用作下载文件名。",
    state: "状态", department: "部门", noDepartment: "无", inviter: "邀请人",
    language: "页面语言",
    validity: "有效期", until: "截止时间", untilHint: "仅在选择“到指定时间”时填写。",
    opens: "开放时间", opensHint: "可不填：立即开放。",
    ends: "截止", never: "长期", keepEnd: "保持不变",
    preset: { preset in
      switch preset {
      case .hour: "1 小时"
      case .day: "1 天"
      case .week: "7 天"
      case .month: "30 天"
      case .never: "长期有效"
      }
    },
    untilMoment: "到指定时间",
    approval: "由谁审核", asksAdministrator: "每个申请由管理员审核",
    joinsDirectly: "无需审核，申请后立即加入",
    limit: "人数上限", limitHint: "可不填：不限人数。", noLimit: "不限",
    uses: "已用", waiting: "待审核", joined: "已加入", created: "创建时间", code: "邀请码",
    usesOf: { used, limit in limit.map { "\(used) / \($0) 人" } ?? "\(used) 人" },
    stateName: { state in
      switch state {
      case .active: "开放中"
      case .notYetOpen: "尚未开放"
      case .full: "名额已满"
      case .expired: "已过期"
      case .revoked: "已撤回"
      }
    },
    sortName: { sort in
      switch sort {
      case .newest: "最新在前"
      case .label: "按标签"
      case .state: "按截止时间"
      }
    },
    none: "还没有邀请。新建一个，即可得到链接和二维码。",
    made: "链接和二维码已生成。", changed: "已保存，已打印的二维码仍然有效。",
    revokedDone: "链接已撤回，页面已说明。", saved: "已保存。",
    unpublished: { "邀请已保存，但页面未能写入：\($0) 下次生成时会补上。" },
    changedUnpublished: { "已完成，但页面未能写入：\($0) 下次生成时会补上。" },
    change: "修改", changeHint: "链接和二维码保持不变。",
    revoke: "撤回此链接", revokeWith: "撤回…",
    revokeText: "撤回后，无论是否已打印，都不能再通过它申请。待审核的申请仍可处理。",
    alreadyRevoked: "此链接之前已撤回，没有做任何改动。",
    printed: "已打印", notPrinted: "未标记为已打印", markPrinted: "标记为已打印",
    markNotPrinted: "取消已打印标记",
    seeApplications: "通过此链接的申请", history: "操作记录",
    labelProblem: "标签最多 \(Invitation.longestLabel) 个字。",
    validityInPast: "这个时间已过，请填写将来的时间。",
    endsBeforeItOpens: "链接会在开放之前就截止。",
    momentUnreadable: "请填写日期和时间，如 2026-12-01 19:00。",
    limitProblem: "请填写 1 到 1000000 的数字，或留空。",
    fewerThanUsed: { "已用 \($0) 个名额，人数上限不能更低。" },
    resetTitle: "重置我的全部链接",
    resetLinks: { "您的 \($0) 个链接将立即失效。" },
    resetPrinted: { $0 == 0 ? "其中没有标记为已打印的。" : "其中 \($0) 个已标记为已打印。" },
    resetPending: {
      $0 == 0 ? "没有通过它们申请而待审核的人。" : "有 \($0) 个通过它们提交的申请待审核，之后仍可处理。"
    },
    resetOthers: "其他管理员的链接不受影响。此操作无法撤销。",
    resetButton: "全部失效", resetNothing: "您没有开放中的链接，无需操作。",
    resetDone: { $0 == 0 ? "无需操作：您没有开放中的链接。" : "\($0) 个链接已失效。" })
}

extension Strings.Overview {
  static let simplifiedChinese = Strings.Overview(
    title: "概览", waits: "等待审核", nobodyWaits: "没有待审核的申请。",
    allWaiting: "全部待审核", endsSoon: "一周内截止的链接",
    nothingEnds: "一周内没有链接截止。",
    perDay: "每日申请", asTable: "以表格显示", day: "日期", count: "申请数",
    chart: { total, highest in
      total == 0 ? "30 天内没有申请。" : "30 天内共 \(total) 个申请，单日最多 \(highest) 个。"
    },
    failedMails: { "有 \($0) 封邮件未能发出。" },
    begin: "先新建一个邀请：您会得到可以分发的链接和二维码。")
}

extension Strings.Find {
  static let simplifiedChinese = Strings.Find(
    title: "查找", hint: "姓名或邮箱的一部分。",
    tooShort: "请至少输入两个字母，或一个汉字。",
    nobody: "没有姓名或邮箱与此相符的人。",
    narrow: "还有更多结果，请输入更多内容以缩小范围。",
    found: { "\($0) 人" },
    place: "位置", administrator: "管理员")
}
