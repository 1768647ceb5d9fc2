// 简体中文：可以使用公共账号的原因。

import Membership

extension Strings.Grants {
  static let simplifiedChinese = Strings.Grants(
    through: { grant in
      switch grant {
      case .department(let department): "通过部门 \(department.path)"
      case .holding(let holding):
        switch holding.kind {
        case .position: "通过职位 \(holding.name)"
        case .group: "通过群组 \(holding.name)"
        case .role: "通过角色 \(holding.name)"
        }
      case .account: "本人已获授权"
      }
    },
    kind: { grant in
      switch grant {
      case .department: "部门"
      case .holding(let holding):
        switch holding.kind {
        case .position: "职位"
        case .group: "群组"
        case .role: "角色"
        }
      case .account: "个人"
      }
    })
}
