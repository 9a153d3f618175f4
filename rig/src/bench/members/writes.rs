//! One member at a time: what exact counts cost a write, and what the whole use case costs, each beside bare inserts.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_postgres::Client;

use super::super::load::{CONNECTIONS, Load, load_new};
use super::{Nation, chapters};
use crate::clock::pause;
use crate::db;
use crate::report::Figure;
use crate::stats::median;

const ROUNDS: usize = 3;
/// Phones that no seed has are 179 and eight digits: so many for each round, and so many of them for each connection.
const PHONES: (usize, usize) = (10_000_000, 100_000);
const ADD: &str =
    "mutation($input: MemberAddInput!) { memberAdd(input: $input) { member { id } userErrors { code } } }";
/// As many bytes as the product's own rows have; `$3` makes the phone's index.
const INSERT: &str = "INSERT INTO member (id, home_chapter_id, home_source, home_since, tier_id, standing, frozen_days, \
    trial_used, points, phone_index, phone_sealed, name_sealed, joined_by, registered_at, version) \
    SELECT gen_random_uuid(), $1, 1, $2, 1, 1, 0, FALSE, 0, sha256($3), sha256($3) || $3, sha256($3), 1, $2, 1";
const DIFFERENCE: &str = "INSERT INTO member_delta (chapter_id, tier_id, standing, n) VALUES ($1, 1, 1, 1)";

/// Bare inserts, the same with the difference for the counts in their transaction, and `memberAdd`, in turn.
pub(super) async fn measure(nation: &Nation, seconds: u64) -> Result<Vec<Figure>> {
    let length = Duration::from_secs(seconds);
    let chapters = chapters(nation).await?;
    let (mut bare, mut counted, mut added) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        bare.push(inserts(nation, &chapters, (length, round * 2, false)).await?);
        pause(Duration::from_millis(200)).await?;
        counted.push(inserts(nation, &chapters, (length, round * 2 + 1, true)).await?);
        pause(Duration::from_millis(200)).await?;
        added.push(adds(nation, &chapters, (length, round)).await?);
        pause(Duration::from_millis(200)).await?;
    }
    let of = |loads: &[Load], value: fn(&Load) -> f64| median(&loads.iter().map(value).collect::<Vec<_>>());
    let n = nation.members;
    let rate = |loads: &[Load]| (of(loads, |load| load.per_second), of(&bare, |load| load.per_second));
    let late = |loads: &[Load]| (of(loads, |load| load.p99), of(&bare, |load| load.p99));
    Ok(vec![
        Figure::beside("members.insert_with_difference.rate", n, rate(&counted), "members/s"),
        Figure::beside("members.insert_with_difference.p99", n, late(&counted), "ms"),
        Figure::beside("members.add.rate", n, rate(&added), "members/s"),
        Figure::beside("members.add.p99", n, late(&added), "ms"),
    ])
}

/// Inserts of the database's own clients; the rows are taken away again, so that the counts stay right.
async fn inserts(nation: &Nation, chapters: &[i32], (length, round, counted): (Duration, usize, bool)) -> Result<Load> {
    let since = db::number(&nation.database, "SELECT (extract(epoch FROM now()) * 1000000)::bigint").await?;
    let noted = db::number(&nation.database, "SELECT coalesce(max(id), 0) FROM member_delta").await?;
    let mut clients = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        clients.push(db::connect(&nation.house.database).await?);
    }
    let mut all = JoinSet::new();
    let begun = Instant::now();
    for (number, mut client) in clients.into_iter().enumerate() {
        let homes: Vec<i32> = chapters.iter().copied().cycle().skip(number * 7).take(chapters.len()).collect();
        all.spawn(async move {
            let insert = client.prepare(INSERT).await?;
            let difference = client.prepare(DIFFERENCE).await?;
            let mut times = Vec::new();
            for (turn, home) in homes.iter().cycle().enumerate() {
                let at = Instant::now();
                if at >= begun + length {
                    break;
                }
                let seed = format!("{round} {number} {turn}").into_bytes();
                let work = client.transaction().await?;
                work.execute(&insert, &[home, &since, &seed]).await?;
                if counted {
                    work.execute(&difference, &[home]).await?;
                }
                work.commit().await?;
                times.push(at.elapsed().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(outcome) = all.join_next().await {
        times.extend(outcome??);
    }
    let load = Load::of(&times, begun.elapsed());
    take_away(&nation.database, (round, &load)).await?;
    nation.database.execute("DELETE FROM member_delta WHERE id > $1", &[&noted]).await?;
    Ok(load)
}

/// Every row must be there; then none.
async fn take_away(database: &Client, (round, load): (usize, &Load)) -> Result<()> {
    // The longest of a round's turns: nobody wrote more than all of them together.
    let sql = "DELETE FROM member WHERE phone_index IN (SELECT sha256(convert_to($1 || ' ' || number || ' ' || turn, \
               'UTF8')) FROM generate_series(0, $2) AS number, generate_series(0, $3) AS turn)";
    let (last, most) = (i32::try_from(CONNECTIONS)? - 1, i32::try_from(load.answered)?.min(20_000));
    let gone = database.execute(sql, &[&round.to_string(), &last, &most]).await?;
    if gone != u64::try_from(load.answered)? {
        bail!("{} members were written and {gone} are there", load.answered);
    }
    Ok(())
}

/// The whole use case, through the door: rights, rules, personal data sealed, counted and audited.
async fn adds(nation: &Nation, chapters: &[i32], (length, round): (Duration, usize)) -> Result<Load> {
    let count = "SELECT count(*) FROM audit_entry WHERE action = 'members.member_add'";
    let before = db::number(&nation.database, count).await?;
    let (node, token) = (nation.node.clone(), nation.token.clone());
    let homes: Vec<i32> = chapters.to_vec();
    let request = move |number: usize, turn: usize| {
        let person = round * PHONES.0 + number * PHONES.1 + turn;
        let home = homes.get((number * 7 + turn) % homes.len().max(1)).copied().unwrap_or(1);
        let input = json!({
            "chapter": format!("chap_{home}"), "phone": format!("179{person:08}"), "name": "压测会员",
            "consents": [{ "purpose": "SERVICE", "textVersion": "2026-11" }],
            "requestKey": format!("bench-{person}"),
        });
        let body = json!({ "query": ADD, "variables": { "input": input } }).to_string();
        format!(
            "POST /graphql HTTP/1.1\r\nhost: {node}\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\naccept: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    };
    let load = load_new(&nation.node, request, length).await?;
    let written = db::number(&nation.database, count).await? - before;
    if i64::try_from(load.answered).context("too many")? != written {
        bail!("{} members were answered and {written} are there", load.answered);
    }
    Ok(load)
}
