//! The dry run: what is said of a file, and that nothing comes of it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{COUNTS, check, import, members, settle, sound, start};
use crate::chapters::id;
use crate::members::{add, phone};
use crate::world::{Actor, World};

/// Of everything one, at 杭州.
fn file(child: &str) -> String {
    [
        "备注,姓名,手机,分舵,地区,出生年,同意版本",
        &format!("a,王小明,{},,330102,1990,privacy-3", phone(1)),
        &format!("b,李四,+86 {},,上城区,,", phone(2)),
        "",
        &format!("c,张三,{},,,,", phone(1)),
        "d,赵六,1381234,,,,",
        &format!("e,,{},,999999,2022,旧", phone(3)),
        &format!("f,孙七,{},{child},,,", phone(4)),
        &format!("g,周八,{},=1+1,,,", phone(5)),
        &format!("h,吴九,{},,,,", phone(6)),
        &format!("i,郑十,{},,,,", phone(7)),
        ",,,,,,",
    ]
    .join("\r\n")
}

async fn errors(actor: &Actor, id: &str) -> Vec<Value> {
    let read = import(actor, id, "errors(first: 100) { nodes { row column code value } }").await;
    read["errors"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_the_real_run_does_it() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let child = id(&admin, "330106").await;
    add(&admin, &phone(6), &hangzhou).await;
    add(&admin, &phone(7), &ningbo).await;
    let sent = check(&world, &helmsman, &hangzhou, file(&child)).await;
    let read = import(
        &helmsman,
        &sent,
        &format!("state format encoding fileName warnings {{ code columns total }} progress {COUNTS}"),
    )
    .await;
    let counts = json!({
        "rows": 9, "new": 2, "knownHere": 1, "knownElsewhere": 1, "duplicates": 1, "errors": 4, "added": 0, "left": 0,
    });
    let expected = json!({
        "state": "CHECKED", "format": "CSV", "encoding": "UTF_8", "fileName": "members.csv", "progress": 1.0,
        "warnings": [{ "code": "COLUMNS_UNKNOWN", "columns": ["备注"], "total": 1 }], "counts": counts,
    });
    assert_eq!(read, expected);
    let fault = |row: i32, column: &str, code: &str, value: Option<&str>| json!({ "row": row, "column": column, "code": code, "value": value });
    let faults = [
        fault(5, "PHONE", "DUPLICATE_IN_FILE", Some("177****0001")),
        fault(6, "PHONE", "PHONE_INVALID", Some("138****")),
        fault(7, "NAME", "NAME_INVALID", None),
        fault(7, "REGION", "REGION_UNKNOWN", Some("999999")),
        fault(7, "BIRTH_YEAR", "GUARDIAN_REQUIRED", Some("2022")),
        fault(7, "CONSENT_VERSION", "CONSENT_INVALID", Some("旧")),
        fault(8, "CHAPTER", "CHAPTER_OUTSIDE", Some(&child)),
        fault(9, "CHAPTER", "CHAPTER_OUTSIDE", Some("=1+1")),
    ];
    assert_eq!(errors(&helmsman, &sent).await, faults);
    assert_eq!(members(&helmsman, &hangzhou).await, 1, "nothing was changed");

    let bare = json!({ "import": sent });
    assert_eq!(helmsman.broken("importStart", bare).await, ["INTEGRATIONS_IMPORT_HAS_ERRORS"]);
    start(&helmsman, &sent).await;
    settle(&world).await;
    let read = import(&helmsman, &sent, "state counts { new added left } viewerCanStart viewerCanCancel").await;
    let done = json!({
        "state": "DONE", "counts": { "new": 2, "added": 2, "left": 2 }, "viewerCanStart": false, "viewerCanCancel": false,
    });
    assert_eq!(read, done);
    assert_eq!(members(&helmsman, &hangzhou).await, 3);
    sound(&world).await;
    let query = "query Q($phone: String!) { memberByPhone(phone: $phone) { \
                 name phone joinedBy standing birthYear consents { purpose textVersion granted } } }";
    let ming = admin.ask(query, json!({ "phone": phone(1) })).await["memberByPhone"].clone();
    let consents = json!([{ "purpose": "SERVICE", "textVersion": "privacy-3", "granted": true }]);
    assert_eq!((&ming["phone"], &ming["joinedBy"]), (&json!("177****0001"), &json!("IMPORT")));
    assert_eq!((&ming["standing"], &ming["consents"]), (&json!("GUEST"), &consents));
    let revealed = admin.run("memberReveal", json!({ "id": member(&admin, 2).await, "reason": "核对" }), "name phone");
    assert_eq!(revealed.await["name"], "李四");
}

async fn member(admin: &Actor, n: usize) -> Value {
    let query = "query Q($phone: String!) { memberByPhone(phone: $phone) { id } }";
    admin.ask(query, json!({ "phone": phone(n) })).await["memberByPhone"]["id"].clone()
}

#[tokio::test]
async fn all_errors_can_be_fetched_and_none_is_a_formula() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = id(&admin, "330100").await;
    let sent = check(&world, &helmsman, &hangzhou, file("chap_1")).await;
    let path = format!("/imports/{sent}/errors.csv");
    let (status, headers, body) = helmsman.call(Method::GET, &path, Vec::new()).await;
    let text = String::from_utf8(body).unwrap();
    assert_eq!((status, &headers["content-type"]), (StatusCode::OK, &"text/csv; charset=utf-8".parse().unwrap()));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (9, "\u{feff}row,column,code,message,value"));
    assert!(lines[2].starts_with("6,PHONE,PHONE_INVALID,\"give a mainland mobile number"), "{}", lines[2]);
    assert!(lines[8].ends_with(",\"'=1+1\""), "{}", lines[8]);
    assert!(!text.contains(&phone(1)), "no phone in clear");
    for (actor, status) in [
        (world.helmsman("330200").await, StatusCode::NOT_FOUND),
        (world.staff("auditor").await, StatusCode::NOT_FOUND),
        (world.stranger(), StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(actor.call(Method::GET, &path, Vec::new()).await.0, status, "{}", actor.name);
    }
}

#[tokio::test]
async fn chapters_are_named_by_id_code_or_name_below_ones_own() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (province, city) = (id(&admin, "330000").await, id(&admin, "330200").await);
    let query = "query Q($id: ID!) { chapter(id: $id) { name } }";
    let name = admin.ask(query, json!({ "id": city })).await["chapter"]["name"].as_str().unwrap().to_owned();
    let row = |n: usize, chapter: &str| format!("{},王,{chapter}\n", phone(n));
    let rows = [row(1, &city), row(2, "330200"), row(3, &name), row(4, ""), row(5, "110000"), row(6, "无此分舵")];
    let sent = check(&world, &admin, &province, format!("手机,姓名,分舵\n{}", rows.concat())).await;
    let read = import(&admin, &sent, "counts { new errors } errors { nodes { row message } }").await;
    assert_eq!(read["counts"], json!({ "new": 4, "errors": 2 }));
    // Elsewhere and nowhere are told alike.
    let nodes = read["errors"]["nodes"].as_array().unwrap();
    assert_eq!((&nodes[0]["row"], &nodes[1]["row"]), (&json!(6), &json!(7)));
    assert_eq!(nodes[0]["message"], nodes[1]["message"]);
    start(&admin, &sent).await;
    settle(&world).await;
    assert_eq!((members(&admin, &city).await, members(&admin, &province).await), (3, 1));
    sound(&world).await;
}

#[tokio::test]
async fn memberships_are_written_down_by_headquarters_only() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = id(&admin, "330100").await;
    let rows = [
        format!("{},王,annual,2027-03-01", phone(1)),
        format!("{},李,年费会员,2027/3/1", phone(2)),
        format!("{},赵,annual,2026-11-22", phone(3)),
        format!("{},钱,trial,2027-03-01", phone(4)),
        format!("{},孙,annual,", phone(5)),
        format!("{},周,,", phone(6)),
    ];
    let file = format!("手机,姓名,会员,到期日\n{}", rows.join("\n"));
    let sent = check(&world, &helmsman, &hangzhou, file.clone()).await;
    let codes: Vec<Value> = errors(&helmsman, &sent).await.iter().map(|error| error["code"].clone()).collect();
    let expected = ["TERM_NOT_ALLOWED", "TERM_NOT_ALLOWED", "ENDS_ON_INVALID", "TIER_UNKNOWN", "ENDS_ON_INVALID"];
    assert_eq!(codes, expected);
    let sent = check(&world, &admin, &hangzhou, file).await;
    assert_eq!(import(&admin, &sent, "counts { new errors }").await["counts"], json!({ "new": 3, "errors": 3 }));
    start(&admin, &sent).await;
    settle(&world).await;
    let query = "query Q($phone: String!) { memberByPhone(phone: $phone) { \
                 standing tierCode untilOn memberships { source startsOn endsOn } } }";
    let held = admin.ask(query, json!({ "phone": phone(2) })).await["memberByPhone"].clone();
    let terms = json!([{ "source": "IMPORT", "startsOn": "2026-11-22", "endsOn": "2027-03-01" }]);
    let expected = json!({ "standing": "ACTIVE", "tierCode": "annual", "untilOn": "2027-03-01", "memberships": terms });
    assert_eq!(held, expected);
    sound(&world).await;
}
