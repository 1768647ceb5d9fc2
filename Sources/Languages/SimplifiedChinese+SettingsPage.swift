// 简体中文：设置页面。

import Membership

extension Strings.SettingsPage {
  static let simplifiedChinese = Strings.SettingsPage(
    title: "设置",
    group: { group in
      switch group {
      case .organisation: "组织"
      case .addresses: "网址"
      case .joining: "加入"
      case .members: "成员邀请"
      }
    },
    label: { name in
      switch name {
      case .organisation: "名称"
      case .baseAddress: "本站网址"
      case .programPath: "程序路径"
      case .timeZone: "时区"
      case .signInAddress: "登录网址"
      case .contact: "联系方式"
      case .language: "语言"
      case .accent: "颜色"
      case .sender: "发件人"
      case .initialPasswordHours: "初始密码有效小时数"
      case .validity: "新邀请的有效期"
      case .addressQuota: "同一网络十分钟内的申请数"
      case .memberInvitations: "成员可以邀请他人"
      case .memberValidity: "成员邀请的有效期"
      case .memberApproval: "加入前须管理员同意"
      case .memberDepartment: "加入者所属部门"
      case .memberLinks: "每位成员的有效邀请数"
      case .memberLinksPerDay: "每位成员 24 小时内的新邀请数"
      case .memberSeesJoined: "成员可以看到谁通过自己的邀请加入"
      }
    },
    hint: { name in
      switch name {
      case .organisation: "显示在每个页面和每封邮件中。"
      case .baseAddress:
        "链接和二维码以它开头。已打印的二维码仍是旧网址，在停用之前请让旧网址继续指向这里。"
      case .programPath: "网站服务器启动 usher.cgi 的路径。已发出的邮件和已打开的页面仍是旧路径。"
      case .timeZone: "时间按此时区显示，如 Europe/Berlin。"
      case .signInAddress: "写在欢迎邮件中。留空则使用本站的登录页面。"
      case .contact: "邮箱、电话或房间号。打开邀请的人都能看到。"
      case .language: "访客所需的语言没有时使用。"
      case .accent: "用于按钮和链接，要足够深，使上面的白字清晰可读。"
      case .sender: "邮件的发件邮箱。留空则使用本站的 usher 邮箱。"
      case .initialPasswordHours: "1 到 168。过期后需要新的初始密码。"
      case .validity: "创建邀请时可以另选。"
      case .addressQuota: "1 到 10000。如果很多人共用一个网络，如在礼堂，请调高。"
      case .memberInvitations: "在成员自己的页面上，或由业务系统以成员的名义创建。"
      case .memberValidity: "从创建邀请时算起。"
      case .memberApproval: "否则申请者直接加入。"
      case .memberDepartment: "邀请人所在的部门，或统一指定一个。"
      case .memberLinks: "1 到 1000，已结束的不计。"
      case .memberLinksPerDay: "1 到 1000。"
      case .memberSeesJoined: "姓名和加入时间。人数总是显示。"
      }
    },
    problem: { name in
      switch name {
      case .organisation: "请填写 1 到 100 个字的名称。"
      case .baseAddress: "请填写网址，如 https://join.example.org。"
      case .programPath: "请填写路径，如 /usher 或 /cgi-bin/usher.cgi。"
      case .timeZone: "请填写本机支持的时区，如 Europe/Berlin 或 UTC。"
      case .signInAddress: "请填写网址，如 https://example.org/sign-in，或留空。"
      case .contact: "最多 200 个字。"
      case .language: "请选择一种语言。"
      case .accent: "请选择更深的颜色，如 #1f5fbf，使上面的白字清晰可读。"
      case .sender: "请填写邮箱，如 join@example.org，或留空。"
      case .initialPasswordHours: "请填写 1 到 168 的整数。"
      case .validity: "请选择一个期限。"
      case .addressQuota: "请填写 1 到 10000 的整数。"
      case .memberInvitations, .memberApproval, .memberSeesJoined: "请选择是或否。"
      case .memberValidity: "请选择一个期限。"
      case .memberDepartment: "没有这个部门，或有多个同名部门。请填写完整路径。"
      case .memberLinks, .memberLinksPerDay: "请填写 1 到 1000 的整数。"
      }
    },
    zoneNow: { "当地现在是 \($0)。" },
    saved: "已保存，页面正在重新生成。",
    nothingChanged: "没有做任何改动。", yes: "是", no: "否",
    ownDepartment: "邀请人所在的部门",
    linksQuestion: "成员已有的邀请怎么处理？",
    answerFirst: "尚未保存，请先回答下面的问题。",
    links: { answer in
      switch answer {
      case .keep: "保留，直到各自到期"
      case .revoke: "立即失效；已提交的申请仍可批准"
      }
    })
}
