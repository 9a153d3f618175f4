//! The matrix of rights: every operation of the schema × everybody who may ask × every relation of what is asked about.
//!
//! What must come out is in `rules`, written by hand. What did come out is kept in `authz_matrix.txt`, so that a change
//! of anybody's rights shows in a review; `FLOTILLA_TEST_UPDATE=1` writes it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::kernel::{ChapterId, PolicyVersionId};
use serde_json::{Value, json};
use service::{Op, ServiceError};

use super::ground::Ground;
use super::mutations::MUTATIONS;
use super::queries::{CARD, Operation, QUERIES};
use super::rules::{
    ACTORS, ALLOWED, FORBIDDEN, NO_SUCH, NOT_FOUND, NULL, PLACES, UNAUTHENTICATED, Who, door, expected, rights,
};
use super::sdl::names_of;
use super::settlement::SETTLEMENT;
use crate::world::{Actor, Answer};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/surface/authz_matrix.txt");

const LEGEND: &str = "\
What everybody may do where; written by `surface::authz_matrix`, see there.

Seven places, in this order: headquarters, parent, own, child, ward (a vacant child), sibling, stranger; what they are to
the chapter 杭州. hq-admin, author, approver, auditor, finance and member-service stand at headquarters, supervisor at the
parent, branch-admin, helmsman and deputy at 杭州 itself. newcomer has signed in and holds no role, stranger has not
signed in.

+ done   x FORBIDDEN   . NOT_FOUND   - null, or not in the list   ! UNAUTHENTICATED   (blank) there is no such thing
";

#[test]
fn every_operation_is_in_the_matrix() {
    let asked: Vec<&str> = QUERIES.iter().chain(MUTATIONS).chain(SETTLEMENT).map(|operation| operation.name).collect();
    for root in ["Query", "Mutation", "Subscription", "Chapter"] {
        let named = asked.iter().filter_map(|name| name.strip_prefix(root)?.strip_prefix('.'));
        let card = CARD.iter().copied().filter(|_| root == "Chapter");
        let table: BTreeSet<String> = named.chain(card).map(str::to_owned).collect();
        let schema = names_of(root);
        let missing: Vec<_> = schema.difference(&table).collect();
        let surplus: Vec<_> = table.difference(&schema).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{root}: {missing:?} not in the matrix, {surplus:?} not there"
        );
    }
}

#[tokio::test]
async fn everybody_may_do_what_the_rules_say_and_no_more() {
    let ground = Ground::lay().await;
    let mut matrix = Matrix::new();
    for operation in QUERIES.iter().chain(MUTATIONS).chain(SETTLEMENT) {
        let everywhere = operation.document.is_empty() || ground.is_placed(operation.document);
        let places = if everywhere { &PLACES[..] } else { &PLACES[..1] };
        let title = if operation.variant.is_empty() {
            operation.name.to_owned()
        } else {
            format!("{} ({})", operation.name, operation.variant)
        };
        matrix.row(&title);
        for who in ACTORS {
            let actor = ground.actor(who).await;
            let mut outcomes = String::new();
            for (place, _) in places {
                let outcome = ask(&ground, &actor, who, (operation, place)).await;
                let wanted = if outcome == NO_SUCH { NO_SUCH } else { expected(who, operation.need, place) };
                matrix.check(&title, (who, place), (wanted, outcome));
                outcomes.push(outcome);
            }
            matrix.cell(&outcomes);
        }
    }
    every_right(&ground, &mut matrix).await;
    matrix.settle();
}

/// What each right comes to at each place, as `explainAccess` tells it and as `viewerCan` lists it.
async fn every_right(ground: &Ground, matrix: &mut Matrix) {
    let mut told: Vec<Vec<Vec<char>>> = Vec::new();
    for who in ACTORS.iter().copied().filter(|who| who.name != "stranger") {
        let actor = ground.actor(who).await;
        let mut places = Vec::new();
        for (place, _) in PLACES {
            places.push(decisions(ground, &actor, who, place).await);
        }
        told.push(places);
    }
    for (n, right) in rights().into_iter().enumerate() {
        matrix.row(right);
        for (who, places) in ACTORS.iter().zip(&told) {
            for ((place, _), decisions) in PLACES.iter().zip(places) {
                matrix.check(right, (*who, place), (door(*who, right, place), decisions[n]));
            }
            matrix.cell(&places.iter().map(|decisions| decisions[n]).collect::<String>());
        }
    }
}

async fn decisions(ground: &Ground, actor: &Actor, who: Who, place: &str) -> Vec<char> {
    let rights = rights();
    let asked = rights.iter().map(|right| {
        format!("{right}: explainAccess(subject: '<self>', action: {right}, chapter: '<chapter>') {{ decision }} ")
    });
    let document = format!("{{ {} chapter(id: '<chapter>') {{ viewerCan }} }}", asked.collect::<String>());
    let data = actor.ask(&ground.fill(&document, place, who).unwrap(), json!({})).await;
    let can = data["chapter"]["viewerCan"].as_array().cloned().unwrap_or_default();
    let decision = |right: &&str| {
        let outcome = match data[*right]["decision"].as_str().unwrap() {
            "ALLOW" => ALLOWED,
            "DENY" => FORBIDDEN,
            _ => NOT_FOUND,
        };
        assert_eq!(can.contains(&json!(right)), outcome == ALLOWED, "{} {right} at {place}: {can:?}", who.name);
        outcome
    };
    rights.iter().map(decision).collect()
}

async fn ask(ground: &Ground, actor: &Actor, who: Who, (operation, place): (&Operation, &str)) -> char {
    if operation.document.is_empty() {
        return listen(ground, actor, operation, place).await;
    }
    let Some(mut document) = ground.fill(operation.document, place, who) else { return NO_SUCH };
    if operation.name.starts_with("Mutation.") {
        document = format!("mutation {{ {document} {{ userErrors {{ code }} }} }}");
    }
    let answer = actor.send(&document, json!({})).await;
    if let Some(refused) = refusal(&answer) {
        return refused;
    }
    let (path, listed) = operation.answer.split_once('=').unwrap_or((operation.answer, ""));
    let Some(listed) = ground.fill(listed, place, who) else { return NO_SUCH };
    let found =
        if path == "/" { &answer.body["data"] } else { answer.body["data"].pointer(path).unwrap_or(&Value::Null) };
    let there = match found {
        Value::Array(nodes) if !listed.is_empty() => nodes.iter().any(|node| node["id"] == json!(listed)),
        other => !other.is_null(),
    };
    if there { ALLOWED } else { NULL }
}

fn refusal(answer: &Answer) -> Option<char> {
    Some(match answer.error()? {
        "FORBIDDEN" => FORBIDDEN,
        "NOT_FOUND" => NOT_FOUND,
        "UNAUTHENTICATED" => UNAUTHENTICATED,
        other => panic!("{other}: {}", answer.body),
    })
}

/// Subscribes as the door does, without a socket.
async fn listen(ground: &Ground, actor: &Actor, operation: &Operation, place: &str) -> char {
    let service = &ground.world.node.service;
    let system = flotilla::boot::system_op(service, "test");
    let op = Op { actor: domain::access::Actor::Anonymous, ..system };
    let caller = match &actor.token {
        Some(token) => Some(service.authenticate(token).await.unwrap()),
        None => None,
    };
    let viewer = service.viewer(op, caller.as_ref());
    let chapter: ChapterId = ground.thing(place, "chapter").unwrap().parse().unwrap();
    let version = |place, name| ground.thing(place, name).unwrap().parse::<PolicyVersionId>().unwrap();
    let outcome = match (operation.name, operation.variant) {
        ("Subscription.policyDelivered", _) => service.policy_feed(&viewer, chapter, None).map(|_| ()),
        ("Subscription.policyRollout", "within") => {
            let national = version("headquarters", "version");
            service.rollout_feed(&viewer, national, Some(chapter)).await.map(|_| ())
        }
        ("Subscription.policyRollout", _) => {
            service.rollout_feed(&viewer, version(place, "version"), None).await.map(|_| ())
        }
        (other, _) => panic!("how is {other} asked?"),
    };
    match outcome {
        Ok(()) => ALLOWED,
        Err(ServiceError::Denied(_)) => FORBIDDEN,
        Err(ServiceError::NotFound) => NOT_FOUND,
        Err(ServiceError::Unauthenticated) => UNAUTHENTICATED,
        Err(other) => panic!("{}: {other}", operation.name),
    }
}

/// The text of the matrix, and what is wrong in it.
struct Matrix {
    text: String,
    wrong: Vec<String>,
}

impl Matrix {
    fn new() -> Self {
        let mut text = format!("{LEGEND}\n{:44}", "");
        for who in ACTORS {
            let _ = write!(text, "{:15}", who.name);
        }
        Self { text, wrong: Vec::new() }
    }

    fn row(&mut self, title: &str) {
        let _ = write!(self.text, "\n{title:44}");
    }

    fn cell(&mut self, outcomes: &str) {
        let _ = write!(self.text, "{outcomes:15}");
    }

    fn check(&mut self, title: &str, (who, place): (Who, &str), (wanted, outcome): (char, char)) {
        if wanted != outcome {
            self.wrong.push(format!("{title} as {} at {place}: `{outcome}` instead of `{wanted}`", who.name));
        }
    }

    fn settle(self) {
        assert!(self.wrong.is_empty(), "{}:\n{}", self.wrong.len(), self.wrong.join("\n"));
        let lines: Vec<&str> = self.text.lines().map(str::trim_end).collect();
        let text = lines.join("\n") + "\n";
        if std::env::var_os("FLOTILLA_TEST_UPDATE").is_some() {
            std::fs::write(KEPT, &text).unwrap();
        }
        let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
        assert!(
            kept == text,
            "the matrix has changed; if it should have, run this with FLOTILLA_TEST_UPDATE=1\n{text}"
        );
    }
}
