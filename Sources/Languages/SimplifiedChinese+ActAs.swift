// 简体中文：个人可以使用的公共账号。

extension Strings.ActAs {
  static let simplifiedChinese = Strings.ActAs(
    title: "公共账号",
    lead: "您始终以本人身份登录，在这里选择以哪个公共账号的身份操作。",
    none: "没有向您开放的公共账号。",
    use: "使用", inUse: "使用中",
    acting: { "您正在以“\($0)”的身份操作" },
    yourself: "恢复本人身份", isYourself: "您已恢复本人身份。",
    refused: "该账号已不再向您开放。没有做任何改动。",
    usesTitle: "您的使用记录", account: "公共账号", from: "开始", until: "结束",
    goesOn: "进行中",
    endedTitle: { "您不能再使用“\($0)”了" },
    endedText: "该账号已停用，或不再向您开放。从现在起您已恢复本人身份。",
    notDone: "您刚才提交的内容没有执行。", goOn: "以本人身份继续")
}
