// 简体中文：账号安全。

extension Strings.Safety {
  static let simplifiedChinese = Strings.Safety(
    tooManyTries: { "尝试次数过多，请在 \($0) 之后再试。" },
    kept: "您填写的内容已保留。",
    nothingLost: "内容没有丢失",
    signedInAgain: "您已重新登录，请按按钮继续。",
    goOn: "继续",
    openTitle: "请重新填写此页面",
    openText: "页面打开时间过长，而密码和验证码从不保留。",
    open: "打开页面")
}

extension Strings.SecondFactor {
  static let simplifiedChinese = Strings.SecondFactor(
    codeTitle: "输入验证码",
    codeText: "请输入验证器应用现在显示的六位数字。",
    code: "验证码", codeHint: "没有验证器时，请输入一个恢复码。",
    goOn: "继续",
    wrong: "验证码不正确，或已被使用。请等下一个验证码出现后再输入。",
    tooMany: { "错误的验证码过多，请在 \($0) 之后再试。" },
    title: "两步验证",
    lead: "登录时除密码外，还可要求输入手机应用中的验证码。这样，即使有人知道您的密码也无法登录。",
    setUp: "开始设置",
    scan: "请用验证器应用扫描此图，或将密钥输入应用，然后填写应用显示的验证码。",
    image: "密钥的二维码", key: "密钥", newCode: "应用显示的验证码", turnOn: "开启",
    stale: "刚才的图打开时间过长，请扫描这张新图。",
    isOn: "已开启：登录时需要输入应用中的验证码。",
    turnedOn: "两步验证已开启。", turnedOff: "两步验证已关闭。",
    codesLeft: {
      switch $0 {
      case 0: "恢复码已用完，请生成新的。"
      case 1: "只剩一个恢复码，请尽快生成新的。"
      default: "还剩 \($0) 个恢复码。"
      }
    },
    codesTitle: "您的恢复码",
    codesText: "请打印或抄写下来。手机丢失时，每个恢复码可登录一次。它们不会再次显示。",
    codesKept: "我已保存",
    newCodesTitle: "新的恢复码", newCodesText: "生成后，之前的恢复码即失效。",
    newCodes: "生成新的恢复码",
    offTitle: "关闭",
    offText: "关闭后，登录只需密码。",
    turnOff: "关闭两步验证")
}
