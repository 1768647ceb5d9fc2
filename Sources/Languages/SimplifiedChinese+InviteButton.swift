// 简体中文：业务系统的按钮所打开的页面。

extension Strings.InviteButton {
  static let simplifiedChinese = Strings.InviteButton(
    title: "您的邀请链接",
    lead: { "\($0)，您可以生成一个链接发给他人。打开它的人可以申请加入。" },
    stale: "此入口只在几分钟内有效，或其地址已被更改。请返回并再次按下那里的按钮。",
    unknownMember: "您来自的页面没有说明您是我们的哪位成员，请告知其管理者。",
    madeBefore: "此链接您已生成过，在此再次显示。")
}
