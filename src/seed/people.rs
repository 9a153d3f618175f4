//! Synthetic people: no name or number belongs to anybody.

use domain::access::Role;
use domain::kernel::{AccountId, GrantId, IdSource, TermId};
use service::process::SeedHelmsman;

/// The password of the demo's staff. A demo serves on loopback only.
pub const DEMO_PASSWORD: &str = "flotilla-demo-2026";

/// A demo account of headquarters.
#[derive(Debug, Clone, Copy)]
pub struct DemoStaff {
    /// What `flotilla token --as` takes.
    pub handle: &'static str,
    pub email: &'static str,
    pub name: &'static str,
    pub role: Role,
}

/// The demo's staff.
pub const DEMO_STAFF: &[DemoStaff] = &[
    DemoStaff { handle: "hq-admin", email: "hq-admin@demo.invalid", name: "总部管理员", role: Role::HqAdmin },
    DemoStaff {
        handle: "policy-author",
        email: "policy-author@demo.invalid",
        name: "政策起草",
        role: Role::PolicyAuthor,
    },
    DemoStaff {
        handle: "policy-approver",
        email: "policy-approver@demo.invalid",
        name: "政策审批",
        role: Role::PolicyApprover,
    },
    DemoStaff { handle: "auditor", email: "auditor@demo.invalid", name: "审计员", role: Role::Auditor },
    DemoStaff { handle: "finance", email: "finance@demo.invalid", name: "总部财务", role: Role::Finance },
    DemoStaff {
        handle: "member-service",
        email: "member-service@demo.invalid",
        name: "会员服务",
        role: Role::MemberService,
    },
];

const SURNAMES: &[char] = &[
    '王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '马', '朱', '胡', '郭', '何', '高', '林',
    '罗',
];
const GIVEN: &[&str] = &[
    "书远", "知行", "若兰", "明德", "思齐", "文博", "雨晴", "嘉禾", "子衿", "怀瑾", "致远", "清扬", "静好", "云帆",
    "海月",
];

/// The n-th synthetic helmsman. Phones are 19900 and six digits more: the code of the division, so that a
/// person can guess them in the demo. Nothing is ever sent to them.
pub(super) fn helmsman(ids: &dyn IdSource, n: usize, phone_tail: &str) -> SeedHelmsman {
    SeedHelmsman {
        account: AccountId(ids.next()),
        term: TermId(ids.next()),
        grant: GrantId(ids.next()),
        name: synthetic_name(n),
        phone: format!("19900{phone_tail:0>6}"),
    }
}

/// The n-th synthetic name; names repeat.
pub(super) fn synthetic_name(n: usize) -> String {
    let surname = SURNAMES.get(n % SURNAMES.len()).copied().unwrap_or('王');
    let given = GIVEN.get(n / SURNAMES.len() % GIVEN.len()).copied().unwrap_or("书远");
    format!("{surname}{given}")
}
