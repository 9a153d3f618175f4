//! XLSX: numbers for phones, dates as dates and as text, formulas.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::json;

use super::{check, failure, import, settle, start};
use crate::chapters::id;
use crate::members::phone;
use crate::world::World;

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["手机号", "姓名", "会员等级", "到期日", "出生年", "序号"]) {
        sheet.write(0, column, header).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, phone(1).parse::<f64>().unwrap()).unwrap();
    sheet.write(1, 1, "王小明").unwrap();
    sheet.write(1, 2, "annual").unwrap();
    sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2027, 3, 1).unwrap(), &date).unwrap();
    sheet.write(1, 4, 1990).unwrap();
    // A row is left out.
    sheet.write(3, 0, phone(2)).unwrap();
    sheet.write(3, 1, Formula::new("=\"李\"&\"四\"").set_result("李四")).unwrap();
    sheet.write(3, 2, "年费会员").unwrap();
    sheet.write(3, 3, "2027年3月1日").unwrap();
    sheet.write(4, 0, "不是号码").unwrap();
    sheet.write(4, 1, "赵六").unwrap();
    let other = book.add_worksheet().set_name("另一张").unwrap();
    other.write(0, 0, "什么").unwrap();
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_is_read_as_people_see_it() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let sent = check(&world, &admin, &hangzhou, workbook()).await;
    let selection = "state format encoding warnings { code columns total } counts { rows new errors } errors { nodes { row code value } } \
                     failure { code message }";
    let read = import(&admin, &sent, selection).await;
    let expected = json!({
        "state": "CHECKED", "format": "XLSX", "encoding": null, "failure": null,
        "warnings": [{ "code": "COLUMNS_UNKNOWN", "columns": ["序号"], "total": 1 }],
        "counts": { "rows": 3, "new": 2, "errors": 1 },
        "errors": { "nodes": [{ "row": 5, "code": "PHONE_INVALID", "value": "不是号****" }] },
    });
    assert_eq!(read, expected);
    start(&admin, &sent).await;
    settle(&world).await;
    let query = "query Q($phone: String!) { memberByPhone(phone: $phone) { untilOn tierCode birthYear } }";
    let held = admin.ask(query, json!({ "phone": phone(1) })).await["memberByPhone"].clone();
    assert_eq!(held, json!({ "untilOn": "2027-03-01", "tierCode": "annual", "birthYear": 1990 }));
    let held = admin.ask(query, json!({ "phone": phone(2) })).await["memberByPhone"].clone();
    assert_eq!(held["untilOn"], "2027-03-01");
}

#[tokio::test]
async fn a_sheet_is_chosen_by_name() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let sheet = async |name: &str| {
        let path = format!("{}&sheet={name}", super::address("chap_1"));
        let (_, _, body) = admin.call(axum::http::Method::POST, &path, workbook()).await;
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        settle(&world).await;
        import(&admin, answer["import"].as_str().unwrap(), "failure { code }").await["failure"]["code"].clone()
    };
    assert_eq!(sheet("Sheet1").await, json!(null));
    assert_eq!(sheet("%E5%8F%A6%E4%B8%80%E5%BC%A0").await, "PHONE_COLUMN_MISSING");
    assert_eq!(sheet("Sheet9").await, "SHEET_UNKNOWN");
}

#[tokio::test]
async fn what_only_looks_like_a_workbook_is_refused() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let mut cut = workbook();
    cut.truncate(cut.len() / 2);
    let (code, _) = failure(&world, &admin, "chap_1", cut).await;
    assert_eq!(code, "FILE_DAMAGED");
}
