// 简体中文：成员自己的页面。

extension Strings.Profile {
  static let simplifiedChinese = Strings.Profile(
    title: "个人资料", name: "姓名", positions: "职位", groups: "小组", roles: "角色",
    language: "语言",
    languageHint: "用于发给您的邮件，以及此浏览器中的页面。",
    saved: "语言已保存。",
    ask: "资料有误？请联系：",
    askAnybody: "资料有误？请联系管理员。")
}

extension Strings.Sessions {
  static let simplifiedChinese = Strings.Sessions(
    title: "登录位置",
    lead: "有您不认识的？请将其退出，并修改密码。",
    browser: { name, system in
      switch (name.isEmpty, system.isEmpty) {
      case (false, false): "\(name)（\(system)）"
      case (false, true): "\(name) 浏览器"
      case (true, false): "浏览器（\(system)）"
      case (true, true): "浏览器"
      }
    },
    thisOne: "当前", began: "登录时间", seen: "最近使用", end: "退出",
    endOthers: "退出其他全部",
    ended: "已将其退出。", othersEnded: "其他位置均已退出。",
    notThere: "该登录此前已结束。")
}
