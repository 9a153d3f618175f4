//! Points and cards: given, spent by several at once, redeemed by several at once.

use anyhow::{Result, bail};
use futures_util::future::join_all;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use serde_json::{Value, json};

use super::answers::{Moved, RaceRules};
use super::arena::Person;
use super::desk::{ADMIN, Attempt, Clerk, Deed, FINANCE, SERVICE, deed, text_at};
use crate::drill::crew::Act;
use crate::drill::ground::Place;

const ADJUST: Deed = deed(("pointsAdjust", "member { id }"), "members.points_adjust", "/member/id");
const SPEND: Deed = deed(("pointsSpend", "member { id }"), "members.points_spend", "/member/id");
const ISSUE: Deed = deed(("cardBatchIssue", "batch { id } codes"), "members.card_batch_issue", "/batch/id");
const REDEEM: Deed = deed(("cardRedeem", "member { id }"), "members.card_redeem", "/member/id");
/// A second time on a day changes nothing, so the audit log need not have it.
const SIGN_IN: Deed = Deed { act: Act { name: "pointsSignIn", reads: "member { id }" }, action: None, target: "" };

/// What they cannot all have: more than there is.
const UNTIL_SPENT: &[&str] = &["MEMBERS_POINTS_SHORT"];
/// A card that brings days brings them to one.
const ONE_CARD: RaceRules = RaceRules { has_winner: true, loses_with: &["MEMBERS_CARD_USED"] };
/// A card that brings the trial brings it to one, if anybody who tries has not had it.
const ONE_TRIAL_CARD: RaceRules =
    RaceRules { has_winner: false, loses_with: &["MEMBERS_CARD_USED", "MEMBERS_TRIAL_USED", "MEMBERS_STATE_REFUSES"] };
/// Kind, tier, and what must come of a race for one.
const KINDS: [(&str, &str, RaceRules); 3] =
    [("GIFT", "gift_card", ONE_CARD), ("ANNUAL", "annual", ONE_CARD), ("TRIAL", "trial", ONE_TRIAL_CARD)];

/// Ranks of reasons for points.
pub(super) const SPENT: i16 = 5;
pub(super) const ADJUSTED: i16 = 8;

impl Clerk {
    /// Gives and spends until the work is over.
    pub(super) async fn with_the_purse(mut self) {
        while self.is_running() {
            let (what, outcome) = match self.rng.random_range(0..10) {
                0..5 => ("spend points", self.give_and_spend().await),
                5..7 => ("points of the day", self.sign_in().await),
                _ => ("cards", self.issue_and_redeem().await),
            };
            self.told(what, outcome);
            self.rest(20..300).await;
        }
    }

    async fn give_and_spend(&mut self) -> Result<()> {
        let person = self.anybody()?;
        let days = self.rng.random_range(2..30);
        let input = json!({ "member": person.id, "points": days * 10, "reason": "演练" });
        let who = self.one_of(&[ADMIN, SERVICE]);
        if self.desk.attempt(&who, ADJUST, input).await?.is_err() {
            return Ok(());
        }
        self.note(&person, ADJUSTED, days * 10);
        let wanted: Vec<i32> = (0..self.rng.random_range(2..5)).map(|_| self.rng.random_range(1..=days) * 10).collect();
        let attempts: Vec<Attempt> = wanted
            .iter()
            .map(|points| {
                let input = json!({ "member": person.id, "points": points });
                (self.own_or(&person, &[ADMIN, SERVICE]), SPEND, input)
            })
            .collect();
        let all = attempts.iter().map(|(who, deed, input)| self.desk.attempt(who, *deed, input.clone()));
        for (points, outcome) in wanted.iter().zip(join_all(all).await) {
            match outcome? {
                Ok(_) => self.note(&person, SPENT, -points),
                Err(code) if UNTIL_SPENT.contains(&code.as_str()) => {}
                Err(code) => bail!("{points} points of {} could not be spent: {code}", person.id),
            }
        }
        Ok(())
    }

    fn note(&self, person: &Person, reason: i16, delta: i32) {
        let moved = Moved { member: person.id.clone(), reason, delta };
        self.desk.log.note(|answers| answers.points.push(moved));
    }

    /// Takes the points of the day on several devices at once.
    async fn sign_in(&mut self) -> Result<()> {
        let person = self.anybody()?;
        let Some(own) = person.own_hand() else { return Ok(()) };
        let times = self.rng.random_range(1..=3);
        let all = (0..times).map(|_| self.desk.attempt(own, SIGN_IN, json!({})));
        join_all(all).await.into_iter().try_for_each(|outcome| outcome.map(|_| ()))
    }

    async fn issue_and_redeem(&mut self) -> Result<()> {
        let Some((kind, tier, rules)) = KINDS.choose(&mut self.rng).copied() else { return Ok(()) };
        let input = json!({
            "issuer": self.desk.arena.homes.first().map(Place::chapter), "kind": kind, "tier": tier,
            "count": self.rng.random_range(1..=3), "title": "演练卡", "expiresOn": "2035-01-01",
        });
        let who = self.one_of(&[ADMIN, FINANCE]);
        let Ok(issued) = self.desk.attempt(&who, ISSUE, input).await? else { return Ok(()) };
        let batch = text_at(&issued, "/batch/id")?;
        // None where the answer that had them was lost.
        for code in issued.get("codes").and_then(Value::as_array).into_iter().flatten() {
            self.redeem(&batch, code, rules).await?;
        }
        Ok(())
    }

    async fn redeem(&mut self, batch: &str, code: &Value, rules: RaceRules) -> Result<()> {
        let mut attempts: Vec<Attempt> = Vec::new();
        for _ in 0..self.rng.random_range(2..5) {
            let person = self.anybody()?;
            let input = json!({ "member": person.id, "code": code });
            attempts.push((self.hand_for(&person, &[ADMIN, SERVICE]), REDEEM, input));
        }
        let outcomes = self.desk.race(rules, &format!("a card of {batch}"), attempts).await?;
        for payload in outcomes.into_iter().flatten() {
            let redeemed = (batch.to_owned(), text_at(&payload, "/member/id")?);
            self.desk.log.note(|answers| answers.redeemed.push(redeemed));
        }
        Ok(())
    }
}
