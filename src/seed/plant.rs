//! Fills an empty installation.

use anyhow::{Context as _, Result};
use domain::kernel::{ChapterId, Timestamp};
use serde_json::json;
use service::policies::PolicyDefine;
use service::process::Seed;
use service::{Op, Service};

use super::members::synthetic_members;
use super::people::{DEMO_PASSWORD, DEMO_STAFF};
use crate::boot::system_op;

fn system(service: &Service) -> Op {
    system_op(service, "cli.seed")
}

/// Plants a tree in an empty installation, with the demo accounts and a few policy keys.
pub async fn plant(service: &Service, tree: &Seed) -> Result<()> {
    service.seed(&system(service), tree).await?;
    demo_accounts(service).await?;
    for (key, title, mode, schema) in policy_keys() {
        let input = PolicyDefine { key: key.into(), title: title.into(), schema, mode };
        service.policy_define(&system(service), input).await.with_context(|| format!("defining {key}"))?;
    }
    Ok(())
}

/// Plants synthetic members as they stand at an instant; answers how many.
///
/// # Errors
/// There are members already.
pub async fn plant_members(service: &Service, now: Timestamp, total: usize) -> Result<u64> {
    let members = synthetic_members(service.ids().clone(), &service.tree(), now, total);
    Ok(service.seed_members(&system(service), members).await?)
}

async fn demo_accounts(service: &Service) -> Result<()> {
    for staff in DEMO_STAFF {
        let input = service::access::AccountCreate {
            email: staff.email.into(),
            name: staff.name.into(),
            password: Some(DEMO_PASSWORD.into()),
            handle: Some(staff.handle.into()),
        };
        let account = service.account_create(&system(service), input).await?;
        let grant = service::access::RoleGrant {
            account,
            role: staff.role,
            chapter: ChapterId(1),
            from: None,
            until: None,
            reason: Some("demo".into()),
        };
        service.role_grant(&system(service), grant).await?;
    }
    Ok(())
}

fn policy_keys() -> Vec<(&'static str, &'static str, domain::policies::Mode, serde_json::Value)> {
    use domain::policies::Mode;
    let range = json!({
        "type": "object", "additionalProperties": false, "required": ["min", "max"],
        "properties": { "min": { "type": "integer", "minimum": 0 }, "max": { "type": "integer", "minimum": 0 } },
    });
    vec![
        ("membership.annual.price", "年费会员价格", Mode::Bounded, range),
        (
            "event.min_per_month",
            "每月最少活动场次",
            Mode::Open,
            json!({ "type": "integer", "minimum": 0, "maximum": 31 }),
        ),
        ("brand.logo", "品牌标识", Mode::Locked, json!({ "type": "string", "minLength": 1, "maxLength": 200 })),
    ]
}
