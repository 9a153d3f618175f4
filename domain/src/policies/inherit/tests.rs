use super::*;
use serde_json::json;

fn version(chapter: i32, value: &Value) -> Layer<'_> {
    Layer { chapter: ChapterId(chapter), source: Source::Version(PolicyVersionId(i64::from(chapter))), value }
}

fn own(chapter: i32, value: &Value) -> Layer<'_> {
    let id = OverrideId(uuid::Uuid::from_u128(1));
    Layer { chapter: ChapterId(chapter), source: Source::Override(id), value }
}

fn verdicts(in_force: &InForce) -> Vec<Verdict> {
    in_force.steps.iter().map(|step| step.verdict).collect()
}

fn any() -> ValueSchema {
    ValueSchema::compile(&json!({})).expect("a schema")
}

#[test]
fn locked_is_the_topmost() {
    let (a, b) = (json!(1), json!(2));
    let in_force = fold(Mode::Locked, &[version(1, &a), version(2, &b), own(3, &b)]).expect("in force");
    assert_eq!(in_force.value, a);
    let forbidden = Verdict::ForbiddenBy(ChapterId(1));
    assert_eq!(verdicts(&in_force), [Verdict::Set, forbidden, forbidden]);
    let refused = may_override(Mode::Locked, Some(&in_force), &a, &any()).expect_err("locked").0;
    let refused = refused.first().expect("one");
    assert_eq!(refused.code, Code::PoliciesLocked);
    assert!(refused.message.contains("chap_1"), "{}", refused.message);
}

#[test]
fn open_is_the_deepest() {
    let (a, b, c) = (json!(1), json!(2), json!(3));
    let in_force = fold(Mode::Open, &[version(1, &a), version(2, &b), own(2, &c)]).expect("in force");
    assert_eq!(in_force.value, c);
    assert_eq!(in_force.chain().count(), 1);
    assert_eq!(in_force.set_by().map(|step| step.source), Some(own(2, &c).source));
}

#[test]
fn bounded_names_the_ancestor_in_the_way() {
    let (hq, province) = (json!({"min": 0, "max": 100}), json!({"min": 20, "max": 30}));
    let in_force = fold(Mode::Bounded, &[version(1, &hq), version(2, &province)]).expect("in force");
    let named = |value: Value| {
        let refused = may_override(Mode::Bounded, Some(&in_force), &value, &any()).expect_err("out of bounds").0;
        refused.into_iter().next().map(|violation| (violation.code, violation.message))
    };
    for (value, by) in [(json!(50), "chap_2"), (json!(200), "chap_1"), (json!({"min": 10, "max": 25}), "chap_2")] {
        let (code, message) = named(value).expect("one");
        assert_eq!(code, Code::PoliciesOutOfBounds);
        assert!(message.contains(by), "{message}");
    }
    assert_eq!(may_override(Mode::Bounded, Some(&in_force), &json!(25), &any()), Ok(()));
}

#[test]
fn an_ancestor_that_narrows_later_wins() {
    let (hq, county, lost) = (json!({"min": 50, "max": 100}), json!({"min": 20, "max": 60}), json!(10));
    let in_force = fold(Mode::Bounded, &[version(1, &hq), own(3, &county), own(4, &lost)]).expect("in force");
    assert_eq!(in_force.value, json!({"min": 50, "max": 60}));
    let hq = ChapterId(1);
    assert_eq!(verdicts(&in_force), [Verdict::Set, Verdict::Clipped(hq), Verdict::OutOfBounds(hq)]);
    assert_eq!(in_force.chain().count(), 2);
    let text: Vec<_> = in_force.steps.iter().map(Step::to_string).collect();
    assert!(text.iter().skip(1).all(|line| line.contains("chap_1")), "{text:?}");
}

#[test]
fn an_override_of_nothing_is_nothing() {
    let (a, b) = (json!(1), json!(2));
    assert_eq!(fold(Mode::Open, &[own(1, &a)]), None);
    assert_eq!(fold(Mode::Open, &[]), None);
    let in_force = fold(Mode::Open, &[own(1, &a), version(2, &b)]).expect("in force");
    assert_eq!((in_force.value.clone(), verdicts(&in_force)), (b, vec![Verdict::NothingAbove, Verdict::Set]));
    let refused = may_override(Mode::Open, None, &a, &any()).expect_err("nothing above").0;
    assert_eq!(refused.first().map(|violation| violation.code), Some(Code::PoliciesNothingAbove));
    assert_eq!(may_issue(Mode::Locked, None, &a, &any()), Ok(()));
    let (range, empty) = (json!({"min": 1, "max": 2}), json!({"price": {"min": 2, "max": 1}}));
    assert_eq!(may_issue(Mode::Bounded, None, &range, &any()), Ok(()));
    assert!(may_issue(Mode::Bounded, None, &empty, &any()).is_err());
}

#[test]
fn what_will_hold_meets_the_schema() {
    let range = json!({"type": "object", "required": ["min", "max"], "properties": {"min": {"multipleOf": 10}}});
    let schema = ValueSchema::compile(&range).expect("a schema");
    let hq = json!({"min": 0, "max": 100});
    let in_force = fold(Mode::Bounded, &[version(1, &hq)]).expect("in force");
    assert_eq!(may_override(Mode::Bounded, Some(&in_force), &json!({"min": 20}), &schema), Ok(()));
    for bad in [json!({"min": 25}), json!(50)] {
        let refused = may_override(Mode::Bounded, Some(&in_force), &bad, &schema).expect_err("schema").0;
        assert_eq!(refused.first().map(|violation| violation.code), Some(Code::PoliciesValueInvalid), "{bad}");
    }
}
