// 简体中文

import Membership

extension Strings {
  static let simplifiedChinese = Strings(
    language: .simplifiedChinese,
    name: "简体中文",
    moment: { clock in
      "\(clock.year)年\(clock.month)月\(clock.day)日 \(clock.time)（\(clock.offsetName)）"
    },
    recently: { clock, now in
      switch now.day(after: clock) {
      case 0: return "今天 \(clock.time)"
      case 1: return "昨天 \(clock.time)"
      default:
        let year = clock.year == now.year ? "" : "\(clock.year)年"
        return "\(year)\(clock.month)月\(clock.day)日"
      }
    },
    day: { "\($0.month)月\($0.day)日" },
    questions: "有疑问？",
    languages: "语言",
    landing: Landing(
      title: { "邀请您加入\(spaced($0, before: false))" },
      lead: { requiresApproval in
        requiresApproval
          ? "请填写您的姓名和邮箱。管理员审核通过后，您会收到一封欢迎邮件，内有登录方式。"
          : "请填写您的姓名和邮箱。您会马上收到一封欢迎邮件，内有登录方式。"
      },
      invitedBy: "邀请人", youWillJoin: "加入部门", openUntil: "有效期至",
      noEnd: "长期",
      yourName: "姓名", emailAddress: "电子邮箱",
      button: { $0 ? "申请加入" : "立即加入" },
      pleaseCorrect: "请修改下面标出的内容。",
      nameProblem: { problem in
        switch problem {
        case .missing: "请填写您的姓名。"
        case .tooLong: "姓名最多 \(PersonName.longest) 个字。"
        case .unreadable: "姓名中有无法显示的字符，请重新填写。"
        }
      },
      emailProblem: { problem in
        switch problem {
        case .missing: "请填写您的电子邮箱。"
        case .tooLong: "邮箱地址太长，请换一个。"
        case .malformed: "请检查邮箱地址，格式应如 name@example.org。"
        case .notASCII: "请使用只含英文字母和数字的邮箱地址，如 name@example.org。"
        }
      },
      leaveEmpty: "请留空",
      confirmTitle: "请确认",
      confirmText: "现在申请的人很多。下面的内容对吗？请再按一次按钮。",
      tooMany: { "您所在的网络刚才申请的人太多，请在 \($0) 之后再按按钮，您填写的内容会保留在这里。" }),
    dead: Dead(
      title: { state in
        switch state {
        case .expired: "此邀请已过期"
        case .full: "此邀请名额已满"
        case .revoked: "此邀请已被撤回"
        case .notYetOpen: "此邀请尚未开放"
        case .active: "此邀请有效"
        }
      },
      text: { state, at in
        switch state {
        case .expired: at.map { "有效期到 \($0) 为止。" } ?? "有效期已过。"
        case .full: "申请人数已达到上限。"
        case .revoked: "邀请人已将其撤回。"
        case .notYetOpen: at.map { "将于 \($0) 开放，请届时再来。" } ?? "请稍后再来。"
        case .active: "您现在可以申请。"
        }
      },
      ask: { "请向\(spaced($0))索取新的邀请。" }),
    join: Join(
      title: "输入邀请码",
      lead: "邀请码与二维码印在一起，不分大小写，连字符可省略。",
      code: "邀请码", button: "继续",
      unknownTitle: "没有找到这个邀请",
      unknownText: "请逐字核对链接或邀请码。如果仍然不行，请联系邀请您的人。",
      again: "重新输入"),
    entry: Entry(
      title: { "欢迎来到\(spaced($0, before: false))" },
      lead: "收到邀请了吗？请扫描二维码，或输入二维码旁的邀请码。",
      haveCode: "输入邀请码", signIn: "登录"),
    failure: Failure(
      notFoundTitle: "没有这个页面",
      notFoundText: "地址可能有误，或者页面已不存在。",
      forbiddenTitle: "您不能查看此页面",
      forbiddenText: "此页面仅供管理员使用。您可以返回，或换一个账号登录。",
      closedText: "此页面仅对部分账号开放，或者地址有误。您可以返回，或换一个账号登录。",
      foreignTitle: "请求来自其他网站",
      foreignText: "为了您的安全，我们只接受从本站页面提交的表单。请重新打开页面再提交。",
      badRequestTitle: "无法读取提交的内容",
      badRequestText: "请返回，重新打开页面后再提交一次。",
      methodTitle: "不能这样使用此页面",
      methodText: "请返回并使用页面上的按钮。",
      tooLargeTitle: "提交的内容太多",
      tooLargeText: "请返回并减少文字。",
      typeTitle: "无法读取提交的内容",
      typeText: "请返回，直接在页面上提交表单。",
      tooSlowTitle: "时间过长",
      tooSlowText: "连接太慢，请再试一次。",
      busyTitle: "请稍候",
      busyText: "现在访问的人较多。内容没有保存，请一分钟后再试。",
      brokenTitle: "我们这边出了问题",
      brokenText: "内容可能没有保存，请稍后再试。如果一直这样，请告诉我们这个编号：",
      reference: "编号", toStart: "回到首页", later: "请稍后再试。"),
    status: Status(
      title: { state, requiresApproval in
        switch state {
        case .pending: "谢谢，我们已收到您的申请"
        case .approved: requiresApproval ? "您的申请已通过" : "欢迎，您已加入"
        case .rejected: "您的申请未获通过"
        case .withdrawn: "您已撤回申请"
        }
      },
      text: { state, _, email in
        switch state {
        case .pending: "管理员正在审核。通过后，含登录方式的欢迎邮件会发送到 \(email)。"
        case .approved: "含登录方式的欢迎邮件会发送到 \(email)。没收到？请看看垃圾邮件箱。"
        case .rejected: "如有疑问，请联系邀请您的人。"
        case .withdrawn: "无需再做任何事。您可以随时重新申请。"
        }
      },
      reference: "申请编号", name: "姓名", email: "电子邮箱",
      applied: "申请时间", decided: "审核时间",
      keep: "请保存本页地址，您可以在这里查看申请结果。",
      signIn: "登录",
      mend: "邮箱写错了？", mendHint: "欢迎邮件会发送到这个邮箱。",
      mendButton: "改用此邮箱", mended: "邮箱已修改。",
      withdraw: "撤回我的申请", withdrawWith: "撤回…",
      withdrawText: "撤回后不再审核。您可以重新申请。",
      decidedMeanwhile: "申请已有结果，没有做任何改动。",
      tooMany: { "您所在的网络刚才提交的内容太多，请在 \($0) 之后再试。" }),
    signIn: SignIn(
      title: "登录", name: "账号或电子邮箱", password: "密码",
      button: "登录",
      refused: "账号或密码不正确，请重试。",
      expired: "此初始密码已过期。",
      used: "此初始密码已被使用过。如果不是您本人，请立即告诉我们。",
      ended: "您离开了一段时间，请重新登录。",
      signedOut: "您已退出登录。",
      ask: "您需要新的初始密码，请联系："),
    password: ChangePassword(
      title: "设置您的密码", titleChange: "修改您的密码",
      lead: "初始密码只能登录一次。请设置您自己的密码，今后用它登录。",
      rule: { "至少 \($0) 个字符。几个词连在一起就很好记。" },
      current: "当前密码", chosen: "新密码", repeated: "再次输入新密码",
      button: "保存密码",
      unsuitable: { problem in
        switch problem {
        case .tooShort: "密码至少需要 \(Password.shortest) 个字符。"
        case .tooLong: "密码太长，请缩短一些。"
        case .common: "这个密码很容易被猜到，请换一个。"
        case .personal: "密码中含有您的姓名、邮箱或账号，请换一个。"
        }
      },
      currentIsWrong: "当前密码不正确。",
      repeatedDiffers: "两次输入不一致，请重新输入。",
      sameAsBefore: "新密码不能与之前的相同。",
      saved: "新密码已保存。"),
    me: Me(
      title: { "\($0)，您好" },
      text: "您的账号已可使用。",
      login: "账号", email: "电子邮箱", department: "部门",
      signOut: "退出登录", changePassword: "修改密码", administration: "管理"),
    profile: .simplifiedChinese,
    sessions: .simplifiedChinese,
    ownInvitations: .simplifiedChinese,
    businessSystems: .simplifiedChinese,
    webhooks: .simplifiedChinese,
    desk: .simplifiedChinese,
    applications: .simplifiedChinese,
    mailPage: .simplifiedChinese,
    digest: .simplifiedChinese,
    settingsPage: .simplifiedChinese,
    auditPage: .simplifiedChinese,
    invitations: .simplifiedChinese,
    overview: .simplifiedChinese,
    find: .simplifiedChinese,
    mail: Mail(
      greeting: { "\($0)，您好：" },
      closing: { "\($0) 敬上" },
      ask: { "有疑问？请联系：\($0)" },
      welcomeSubject: { "欢迎加入\(spaced($0, before: false))" },
      welcomeText: { "您已加入\(spaced($0, before: false))。登录方式如下：" },
      signInAt: "登录地址：", login: "账号：", password: "初始密码：",
      department: "部门：", invitedBy: "邀请人：", validUntil: "有效期至：",
      mustChange: "初始密码只能登录一次，登录后请设置您自己的密码。",
      renewedSubject: { "您在\(spaced($0))的新初始密码" },
      renewedText: "您有了新的初始密码，之前的已失效。登录方式如下：",
      rejectedSubject: { "您加入\(spaced($0))的申请" },
      rejectedText: { "感谢您申请加入\(spaced($0, before: false))。很遗憾，您的申请未获通过。" },
      reason: "原因：",
      knownSubject: { "您在\(spaced($0))已有账号" },
      knownText: {
        "有人（可能是您本人）用此邮箱申请加入\(spaced($0, before: false))。您已有账号，因此没有做任何改动。登录方式如下："
      }),
    safety: .simplifiedChinese, secondFactor: .simplifiedChinese, people: .simplifiedChinese,
    departments: .simplifiedChinese, holdings: .simplifiedChinese,
    accounts: .simplifiedChinese,
    grants: .simplifiedChinese, actAs: .simplifiedChinese, publicAccounts: .simplifiedChinese,
    importPage: .simplifiedChinese,
    inviteButton: .simplifiedChinese)
}

/// Chinese text keeps a space from Latin letters and digits beside it, and none from Chinese characters.
/// - Parameter before: whether more of the sentence follows, and not its end.
private func spaced(_ name: String, before: Bool = true) -> String {
  func isLatin(_ character: Character?) -> Bool {
    character.map { $0.isASCII && !$0.isWhitespace } ?? false
  }
  return (isLatin(name.first) ? " " : "") + name + (before && isLatin(name.last) ? " " : "")
}
