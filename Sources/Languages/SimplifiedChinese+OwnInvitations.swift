// 简体中文：成员自己的邀请页面。

import Membership

extension Strings.OwnInvitations {
  static let simplifiedChinese = Strings.OwnInvitations(
    title: "邀请他人",
    joins: { "打开您链接的人可以加入 \($0)。" },
    joinsNowhere: "打开您链接的人可以加入。",
    asks: "每个申请由管理员决定。",
    joinsAtOnce: "他们会直接加入。",
    openFor: { validity in
      switch validity {
      case .hour: "链接有效 1 小时。"
      case .day: "链接有效 1 天。"
      case .week: "链接有效 7 天。"
      case .month: "链接有效 30 天。"
      case .never: "链接一直有效，直到您停用。"
      }
    },
    left: { open, most in "您有 \(open) 个有效链接，最多 \(most) 个。" },
    label: "用途", labelHint: "仅供自己识别，如“读书会”。可留空。",
    make: "生成链接和二维码",
    none: "您还没有创建邀请。",
    off: "目前成员不能创建邀请。",
    back: "我的全部邀请",
    made: "您的链接和二维码已生成。",
    ended: "链接已停用，其页面会说明。",
    alreadyEnded: "此链接已经停用，没有做任何改动。",
    end: "停用此链接", endWith: "停用…",
    endText: "之后无法再通过它申请。已提交的申请仍可批准。",
    joinedTitle: "通过此链接加入的人",
    tooMany: { "您已有 \($0) 个有效链接，已达上限。停用一个后可再创建。" },
    tooManyToday: { count, next in "您在过去 24 小时内已创建 \(count) 个链接。下一个可在 \(next) 创建。" },
    departmentGone: "加入者所属的部门已不存在，请告知管理员。")
}
