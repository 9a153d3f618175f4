//! Encodings, and files that are none.

use serde_json::json;

use super::{check, failure, import, people};
use crate::chapters::id;
use crate::members::phone;
use crate::world::World;

/// 手机,姓名 and a row of 王小明 in GB 18030.
fn gb18030(from: usize, count: usize) -> Vec<u8> {
    let mut bytes = b"\xCA\xD6\xBB\xFA,\xD0\xD5\xC3\xFB\n".to_vec();
    for n in from..from + count {
        bytes.extend_from_slice(phone(n).as_bytes());
        bytes.extend_from_slice(b",\xCD\xF5\xD0\xA1\xC3\xF7\n");
    }
    bytes
}

#[tokio::test]
async fn both_encodings_are_read() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let marked = [b"\xEF\xBB\xBF".to_vec(), people(1, 7).into_bytes()].concat();
    for (file, encoding) in [(marked, "UTF_8"), (gb18030(1, 7), "GB18030")] {
        let sent = check(&world, &admin, &hangzhou, file).await;
        let read = import(&admin, &sent, "state encoding counts { rows new errors }").await;
        let counts = json!({ "rows": 7, "new": 7, "errors": 0 });
        assert_eq!(read, json!({ "state": "CHECKED", "encoding": encoding, "counts": counts }));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_said() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let mixed = [people(1, 4).into_bytes(), gb18030(5, 1)].concat();
    let (code, message) = failure(&world, &admin, &hangzhou, mixed).await;
    assert_eq!(code, "ENCODING_MIXED");
    assert!(message.starts_with("line 6 is GB18030, but the file is UTF-8"), "{message}");
    for (file, code) in [
        ("手机,姓名\n".to_owned(), "FILE_EMPTY"),
        ("\n".to_owned(), "FILE_EMPTY"),
        (people(1, 3).replace("手机", "姓"), "PHONE_COLUMN_MISSING"),
        (people(1, 3).replace("姓名", "名"), "NAME_COLUMN_MISSING"),
        (people(1, 3).replace("姓名", "phone"), "COLUMN_TWICE"),
        (people(1, 41), "TOO_MANY_ROWS"),
    ] {
        assert_eq!(failure(&world, &admin, &hangzhou, file).await.0, code);
    }
    let sent = check(&world, &admin, &hangzhou, people(1, 40)).await;
    assert_eq!(import(&admin, &sent, "counts { new }").await["counts"]["new"], 40);
    // Nothing of a file that failed is kept.
    let rows = world.backend.rows_by_table().await;
    assert_eq!(rows["import_chunk"], 0);
    assert_eq!(rows["import_part"], 14, "of the last one");
}
