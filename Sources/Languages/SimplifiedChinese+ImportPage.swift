// 简体中文：导入账号的页面。

import Membership

extension Strings.ImportPage {
  static let simplifiedChinese = Strings.ImportPage(
    title: "导入人员",
    text: "请粘贴电子表格保存的 CSV 表格。第一行是列名，顺序不限：",
    rules: """
      新人员需要姓名和电子邮箱。已有的人员先按账号查找，再按邮箱查找。没有的列保持不变；\
      空单元格会去掉部门或原有的职位、群组、角色。一个单元格里有多个时，用分号隔开。
      """,
    larger: "超过约 60 kB 时，请使用命令：usher account import FILE",
    fileLabel: "表格内容",
    createsMissing: "自动创建缺少的部门、职位、群组和角色",
    welcomes: "给新人员发送带初始密码的欢迎邮件",
    check: "检查", perform: "导入", export: "导出人员", another: "继续导入",
    person: "人员", what: "处理结果", line: "行",
    create: "新增", unchanged: "保持不变",
    change: { "修改：\($0.joined(separator: "、"))" },
    columnName: { column in
      switch column {
      case .login: "账号"
      case .name: "姓名"
      case .email: "电子邮箱"
      case .department: "部门"
      case .positions: "职位"
      case .groups: "群组"
      case .roles: "角色"
      case .language: "语言"
      case .state: "状态"
      case .kind: "类型"
      }
    },
    checked: { "\(counted($0))。尚未做任何改动。" },
    done: { "已完成：\(counted($0))。" },
    refused: { "有 \($0) 行无法导入。没有做任何改动，请更正后再检查。" },
    makes: { "将要创建：\($0.joined(separator: "、"))。" },
    overtaken: { line in
      let what = line.map { "第 \($0) 行涉及的内容" } ?? "部门、职位、群组或角色"
      return "\(what)刚被他人修改。没有做任何改动，请重新检查。"
    },
    inLine: { line, sentence in "第 \(line) 行：\(sentence)" },
    fileProblem: { problem in
      switch problem {
      case .unreadable(.spreadsheet): "这是电子表格自己的文件格式：请另存为 CSV UTF-8 后再导入。"
      case .unreadable(.utf16): "文字编码是 UTF-16，不是 UTF-8：请另存为 CSV UTF-8。"
      case .unreadable(.notUTF8): "文字编码不是 UTF-8，可能是 GBK 或 Windows-1252：请另存为 CSV UTF-8。"
      case .unreadable(.nul): "其中有文本不该有的空字符：请另存为 CSV UTF-8。"
      case .unreadable(.openQuote): "这里的引号没有结束：请补上。"
      case .unreadable(.textAfterQuote): "结束的引号后面还有文字：单元格里的引号请写两个。"
      case .unreadable(.tooLong): "这一行超过 64 kB：请检查它在哪里结束。"
      case .empty: "表格里没有人员：请给出一行列名，再每人一行。"
      case .columnUnknown(let name) where name.isEmpty: "有一列没有名称。\(known)。"
      case .columnUnknown(let name): "没有名为“\(name)”的列。\(known)。"
      case .columnTwice(let column): "“\(column.rawValue)”这一列出现了两次：请去掉一列。"
      case .columnMissing(let column): "缺少“\(column.rawValue)”这一列：请加上。\(known)。"
      }
    },
    rowProblem: { problem in
      switch problem {
      case .cells(let count, let width): "有 \(count) 个单元格，应为 \(width) 个。"
      case .login: "账号请使用最多 64 个小写字母、数字、点、连字符或下划线，并以字母或数字开头。"
      case .loginMissing: "公共账号需要“login”这一列。"
      case .loginRemoved: "该账号已被移除，请换一个。"
      case .loginTwice(let line): "第 \(line) 行已有这个账号。"
      case .name(let problem): sentence(problem)
      case .email(let problem): sentence(problem)
      case .addressTwice(let line): "第 \(line) 行已有这个邮箱。"
      case .addressTaken(let login): "账号 \(login.text) 已使用此邮箱。"
      case .columnMissing(let column): "还没有这个账号，新账号需要“\(column.rawValue)”这一列。"
      case .accountTwice(let line): "第 \(line) 行已是同一个账号。"
      case .departmentUnknown(let path): "没有部门“\(path)”。"
      case .departmentName(let name): "“\(name)”不能用作部门名称。"
      case .holdingUnknown(let kind, let name):
        switch kind {
        case .position: "没有职位“\(name)”。"
        case .group: "没有群组“\(name)”。"
        case .role: "没有角色“\(name)”。"
        }
      case .holdingName(let name): "“\(name)”不能用作职位、群组或角色的名称。"
      case .language(let tag):
        "“\(tag)”不是可用的语言：请填 \(Language.allCases.map(\.tag).joined(separator: " 或 "))。"
      case .state(let word): "“\(word)”不是状态：请填 active 或 suspended。"
      case .kind(let word): "“\(word)”不是类型：请填 personal 或 public。"
      case .otherKind(.personal): "这是个人账号，导入不会把它改成公共账号。"
      case .otherKind(.public): "这是公共账号，导入不会把它改成个人账号。"
      case .administrator: "这是管理员，导入不会停用或恢复管理员。"
      case .hasLinks(let count): "此人还有 \(count) 个有效链接：请在此人的页面上停用，那里会询问如何处理链接。"
      }
    })
}

private let known = "可用的列有 \(AccountColumn.allCases.map(\.rawValue).joined(separator: "、"))"

private func counted(_ counts: AccountImport.Counts) -> String {
  "新增 \(counts.created) 个，修改 \(counts.changed) 个，不变 \(counts.unchanged) 个"
}

// As on the landing page.

private func sentence(_ problem: PersonName.Problem) -> String {
  Strings.simplifiedChinese.landing.nameProblem(problem)
}

private func sentence(_ problem: EmailAddress.Problem) -> String {
  Strings.simplifiedChinese.landing.emailProblem(problem)
}
