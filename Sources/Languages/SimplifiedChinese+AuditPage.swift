// 简体中文：日志页面。

import Membership

extension Strings.AuditPage {
  static let simplifiedChinese = Strings.AuditPage(
    title: "日志",
    who: "操作人", what: "操作", subject: "对象", at: "时间",
    verb: { verbs[$0] ?? chineseAccountVerbs[$0] ?? $0 },
    system: "系统", applicant: "申请人", commandLine: "命令行", businessSystem: "某个业务系统",
    subjectName: { subject in
      switch subject {
      case .application: "申请"
      case .invitation: "邀请"
      case .account: "账号"
      case .department: "部门"
      case .holding: "职位、群组或角色"
      case .setting: "设置"
      case .mail: "邮件"
      case .webhook: "事件通知"
      case .imported: "账号数"
      case .businessSystem: "业务系统"
      }
    },
    gone: "已不存在",
    about: { "只显示对 \($0) 的操作。" },
    everything: "显示全部", none: "还没有任何操作。")
}

private let verbs = [
  "apply": "提交申请", "approve": "通过", "reject": "拒绝",
  "reopen": "恢复为待审核", "withdraw": "撤回申请", "mend address": "更正邮箱",
  "create": "创建", "revoke": "撤回", "reset": "撤回其全部链接",
  "relabel": "修改标签", "extend": "修改截止时间",
  "retarget": "修改加入去向", "limit": "修改人数上限",
  "mark as printed": "标记为已打印", "mark as not printed": "取消已打印标记",
  "change password": "设置新密码", "reissue password": "生成新的初始密码",
  "rotate": "更换密钥", "set": "修改", "give up": "放弃发送", "resend": "重新发送",
  "stop": "停止通知", "start": "开始通知", "make new secret": "生成新密钥", "gone": "接收方已不存在，不再通知",
  "choose digest": "选择提醒频率", "drop digest": "未发送提醒：没有可告知的内容",
  "suspend": "停用", "restore": "恢复",
  "turn on second factor": "开启两步验证",
  "turn off second factor": "关闭两步验证",
  "make recovery codes": "生成新的恢复码",
  "end session": "结束一处登录", "end other sessions": "结束其他全部登录",
  "choose language": "选择语言",
  "rename": "改名", "move": "移动", "merge": "并入另一个",
  "take up": "并入了另一个", "remove": "移除",
  "change holdings": "修改其职位、群组或角色",
  "give": "授予某人", "take": "从某人收回",
  "convert": "转为公共账号", "revert": "恢复为个人账号",
  "associate": "开放给他人使用", "dissociate": "取消他人使用",
  "let use": "向其开放公共账号", "let use no more": "不再向其开放公共账号",
  "change": "修改资料", "import": "导入",
]
