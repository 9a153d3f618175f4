use super::*;
use crate::kernel::from_micros;
use serde_json::json;

fn now() -> Timestamp {
    from_micros(1_790_000_000_000_000)
}

fn draft() -> PolicyDraft {
    PolicyDraft {
        key: "event.min_per_month".parse().expect("a key"),
        issuer: ChapterId(1),
        scope: Scope::everyone(),
        effective_at: now(),
        acknowledge_within_hours: None,
        vacant_must_acknowledge: false,
        urgency: Urgency::Urgent,
        body: "每月至少两场线下活动。".into(),
        value: json!(2),
    }
}

fn schema() -> ValueSchema {
    ValueSchema::compile(&json!({"type": "integer"})).expect("a schema")
}

fn publication() -> Publication {
    Publication { by: AccountId(uuid::Uuid::from_u128(2)), at: now() }
}

fn version(number: i32) -> PolicyVersion {
    PolicyVersion::draft(PolicyVersionId(7), number, Mode::Locked, draft(), AccountId(uuid::Uuid::from_u128(1)))
}

fn code<T: fmt::Debug>(result: Result<T, Violation>) -> Code {
    result.expect_err("must be refused").code
}

#[test]
fn the_deadline_follows_the_urgency() {
    assert_eq!(draft().deadline_hours(), 24);
    assert_eq!(PolicyDraft { urgency: Urgency::Normal, ..draft() }.deadline_hours(), 72);
    assert_eq!(PolicyDraft { acknowledge_within_hours: Some(1), ..draft() }.deadline_hours(), 1);
}

#[test]
fn a_draft_reports_all_that_is_wrong() {
    assert_eq!(draft().validate(&schema(), now()), Ok(()));
    let bad = PolicyDraft {
        acknowledge_within_hours: Some(0),
        effective_at: now() - TimeDelta::hours(25),
        body: "有\0".into(),
        value: json!("two"),
        ..draft()
    };
    let codes: Vec<_> = bad.validate(&schema(), now()).expect_err("four faults").0.iter().map(|v| v.code).collect();
    let expected = [
        Code::PoliciesDeadlineInvalid,
        Code::PoliciesEffectiveInvalid,
        Code::PoliciesBodyInvalid,
        Code::PoliciesValueInvalid,
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_body_is_counted_in_characters() {
    let of = |body: String| PolicyDraft { body, ..draft() }.validate(&schema(), now());
    assert_eq!(of("字".repeat(20_000)), Ok(()));
    assert!(of("字".repeat(20_001)).is_err());
    assert!(of(" \n ".into()).is_err());
}

#[test]
fn every_way_that_is_not_a_life_is_refused() {
    for state in VersionState::ALL {
        assert_eq!(state.publish().is_ok(), state == VersionState::Draft, "{state}");
        assert_eq!(state.supersede().is_ok(), state == VersionState::Published, "{state}");
        assert_eq!(state.revoke().is_ok(), state == VersionState::Published, "{state}");
        assert_eq!(VersionState::of_rank(state.rank()), Some(state));
    }
}

#[test]
fn no_chapter_goes_back() {
    let published = version(3).publish(publication(), Some(2)).expect("published");
    assert!(published.is_intact());
    assert_eq!(code(version(3).publish(publication(), Some(4))), Code::PoliciesNewerExists);
    assert_eq!(code(version(3).publish(publication(), Some(3))), Code::PoliciesNewerExists);
    assert_eq!(code(published.clone().publish(publication(), None)), Code::PoliciesNotDraft);
    assert_eq!(code(published.clone().supersede(3)), Code::PoliciesNewerExists);
    assert_eq!(published.supersede(4).map(|version| version.state), Ok(VersionState::Superseded));
}

#[test]
fn revoking_needs_a_reason() {
    let by = publication().by;
    for bad in ["", "  ", &"长".repeat(501)] {
        assert_eq!(code(Revocation::new(by, now(), bad)), Code::PoliciesReasonRequired);
    }
    let revocation = Revocation::new(by, now(), " 价格有误 ").expect("a reason");
    assert_eq!(revocation.reason, "价格有误");
    assert_eq!(code(version(1).revoke(revocation.clone())), Code::PoliciesNotPublished);
    let published = version(1).publish(publication(), None).expect("published");
    let revoked = published.revoke(revocation.clone()).expect("revoked");
    assert_eq!((revoked.state, revoked.revoked.clone()), (VersionState::Revoked, Some(revocation.clone())));
    assert_eq!(code(revoked.revoke(revocation)), Code::PoliciesNotPublished);
}

#[test]
fn a_changed_version_is_not_intact() {
    let mut version = version(1);
    version.content.value = json!(3);
    assert!(!version.is_intact());
}
