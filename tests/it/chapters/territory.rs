//! Territory is exclusive per level and time, also under a race, and by the database itself.

use domain::chapters::Level;
use domain::kernel::ChapterId;
use serde_json::json;
use service::process::ChapterOpen;

use super::{chapter, id};
use crate::world::World;

#[tokio::test]
async fn a_division_has_one_holder() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let open = |divisions: serde_json::Value| json!({ "parent": hangzhou, "level": "COUNTY", "name": "新会", "divisions": divisions });
    assert_eq!(admin.broken("chapterOpen", open(json!(["330102"]))).await, ["CHAPTERS_TERRITORY_OVERLAP"]);
    assert_eq!(admin.broken("chapterOpen", open(json!([]))).await, ["CHAPTERS_TERRITORY_EMPTY"]);
    assert_eq!(admin.broken("chapterOpen", open(json!(["999999"]))).await, ["CHAPTERS_TERRITORY_UNKNOWN"]);
    assert_eq!(admin.broken("chapterOpen", open(json!(["330200"]))).await, ["CHAPTERS_TERRITORY_NOT_LICENSABLE"]);
}

#[tokio::test]
async fn of_many_who_open_at_once_one_wins() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = chapter(&admin, "330102").await;
    let close = json!({ "id": county["id"], "version": county["version"] });
    admin.run("chapterClose", close, "chapter { id }").await;
    let parent: ChapterId = id(&admin, "330100").await.parse().unwrap();
    let race = (0..20).map(|n| {
        let service = world.node.service.clone();
        tokio::spawn(async move {
            let input = ChapterOpen {
                parent,
                level: Level::County,
                name: format!("新会{n}"),
                divisions: vec!["330102".into()],
            };
            let op = flotilla::boot::system_op(&service, "test");
            service.chapter_open(&op, input).await.is_ok()
        })
    });
    let outcomes = futures_util::future::join_all(race).await;
    assert_eq!(outcomes.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
}

#[tokio::test]
#[should_panic(expected = "territory_exclusive")]
async fn the_database_itself_refuses_an_overlap() {
    let world = World::idle().await;
    let sql = "INSERT INTO territory (chapter_id, division_code, level, valid_from) \
               SELECT 1, division_code, level, valid_from + 5 FROM territory WHERE division_code = '330102'";
    world.backend.tamper(sql).await;
}
