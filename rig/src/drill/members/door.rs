//! Who joins and how people fare: added, registered by phone, moved, on trial, frozen, granted; and the tree moving below them.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use serde_json::{Value, json};

use super::answers::RaceRules;
use super::arena::Person;
use super::codes::Codes;
use super::desk::{ADMIN, Attempt, Clerk, Deed, SERVICE, deed, text_at};
use crate::drill::crew::{Act, STRANGER};
use crate::drill::ground::Place;

const ADD: Deed = deed(("memberAdd", "member { id }"), "members.member_add", "/member/id");
const MOVE: Deed = deed(("memberMove", "member { id }"), "members.member_move", "/member/id");
const TRIAL: Deed = deed(("trialStart", "member { id }"), "members.trial_start", "/member/id");
const FREEZE: Deed = deed(("membershipFreeze", "member { id }"), "members.membership_freeze", "/member/id");
const UNFREEZE: Deed = deed(("membershipUnfreeze", "member { id }"), "members.membership_unfreeze", "/member/id");
const GRANT: Deed = deed(("membershipGrant", "member { id }"), "members.membership_grant", "/member/id");
const REGISTER: Act = Act { name: "memberRegister", reads: "member accessToken" };
const SIGN_IN: Act = Act { name: "helmsmanSignIn", reads: "accessToken" };
const MOVE_CHAPTER: Act = Act { name: "chapterMove", reads: "chapter { id }" };

/// One phone is one person.
const ONE_PERSON: RaceRules = RaceRules { has_winner: true, loses_with: &["MEMBERS_PHONE_TAKEN"] };
/// Somebody else may have made a member of the guest meanwhile.
const ONE_TRIAL: RaceRules =
    RaceRules { has_winner: false, loses_with: &["MEMBERS_TRIAL_USED", "MEMBERS_STATE_REFUSES"] };
/// How often somebody asks for another code before they give up: the one before may have been lost with its process.
const CODES: usize = 20;
/// Phones that can be told apart by their last four digits.
const JOINERS: usize = 10_000;

impl Clerk {
    /// Sees to members until the work is over.
    pub(super) async fn at_the_door(mut self, codes: Codes) {
        while self.is_running() {
            let (what, outcome) = match self.rng.random_range(0..100) {
                0..30 => ("add", self.add(1).await),
                30..40 => ("add twice", self.add(2).await),
                40..58 => ("join", self.join(&codes).await),
                58..68 => ("trial", self.trial_of_anybody().await),
                68..80 => ("move", self.move_one().await),
                80..90 => ("freeze", self.freeze().await),
                _ => ("grant", self.grant_to_anybody().await),
            };
            self.told(what, outcome);
            self.rest(20..250).await;
        }
    }

    fn home(&mut self) -> Result<Place> {
        self.desk.arena.homes.choose(&mut self.rng).cloned().context("there is no chapter")
    }

    /// Writes somebody down whom nobody else knows.
    pub(super) async fn newcomer(&mut self) -> Result<Option<Person>> {
        let (home, phone) = (self.home()?, format!("186{:08}", self.desk.number()));
        let input = json!({
            "chapter": home.chapter(), "phone": phone, "name": "演练客", "consents": consents(),
        });
        let Ok(payload) = self.desk.attempt(SERVICE, ADD, input).await? else { return Ok(None) };
        let person = Person { id: text_at(&payload, "/member/id")?, settled: Some(home.id), signed_in: None };
        self.desk.log.note(|answers| answers.joined.push((phone, person.id.clone())));
        Ok(Some(person))
    }

    /// Writes somebody down; several clerks at once write down the same.
    async fn add(&mut self, times: usize) -> Result<()> {
        let home = self.home()?;
        let phone = format!("186{:08}", self.desk.number());
        let input = json!({
            "chapter": home.chapter(), "phone": phone, "name": "演练员", "consents": consents(),
        });
        let helmsman = self.desk.arena.helmsman(home.id);
        let attempts: Vec<Attempt> = (0..times)
            .map(|turn| {
                let who = helmsman.clone().filter(|_| turn == 0);
                (who.unwrap_or_else(|| self.one_of(&[ADMIN, SERVICE])), ADD, input.clone())
            })
            .collect();
        for payload in self.desk.race(ONE_PERSON, &phone, attempts).await?.into_iter().flatten() {
            let id = text_at(&payload, "/member/id")?;
            let settled = self.rng.random_bool(0.6).then_some(home.id);
            self.enter(&phone, Person { id, settled, signed_in: None }).await?;
        }
        Ok(())
    }

    /// Whoever joins often begins with the trial.
    async fn enter(&mut self, phone: &str, person: Person) -> Result<()> {
        self.desk.log.note(|answers| answers.joined.push((phone.to_owned(), person.id.clone())));
        self.desk.people.add(person.clone());
        if self.rng.random_bool(0.4) { self.trial(person).await } else { Ok(()) }
    }

    /// Joins by phone. An answer that was lost is made good by signing in.
    async fn join(&mut self, codes: &Codes) -> Result<()> {
        let number = self.desk.number();
        if number >= JOINERS {
            return Ok(());
        }
        let (home, phone) = (self.home()?, format!("1880000{number:04}"));
        let mut is_in = false;
        for _ in 0..CODES {
            let Some(code) = codes.request(&self.desk.crew, &phone).await? else { continue };
            let (act, input) = if is_in {
                (SIGN_IN, json!({ "phone": phone, "code": code }))
            } else {
                let input = json!({
                    "phone": phone, "code": code, "name": "演练生", "chapter": home.chapter(), "consents": consents(),
                });
                (REGISTER, input)
            };
            match self.desk.crew.attempt(STRANGER, act, input).await? {
                Ok(payload) => return self.entered(&phone, &home, &payload).await,
                Err(code) if code == "MEMBERS_PHONE_TAKEN" => is_in = true,
                Err(code) if code == "ACCESS_CREDENTIALS_REFUSED" => {}
                Err(code) => bail!("{phone} could not join: {code}"),
            }
        }
        bail!("{phone} got no code that was good within {CODES} attempts")
    }

    async fn entered(&mut self, phone: &str, home: &Place, payload: &Value) -> Result<()> {
        let name = format!("member:{phone}");
        self.desk.log.answered();
        self.desk.crew.tokens.keep(&name, text_at(payload, "/accessToken")?);
        let id = if let Ok(id) = text_at(payload, "/member") {
            id
        } else {
            let data = self.desk.crew.ask(&name, "{ myMembership { id } }", &json!({})).await?;
            text_at(&data, "/myMembership/id")?
        };
        let settled = self.rng.random_bool(0.6).then_some(home.id);
        self.enter(phone, Person { id, settled, signed_in: Some((name, Instant::now())) }).await
    }

    async fn trial_of_anybody(&mut self) -> Result<()> {
        let person = self.anybody()?;
        self.trial(person).await
    }

    /// Starts one's trial several times at once.
    async fn trial(&mut self, person: Person) -> Result<()> {
        let input = json!({ "member": person.id });
        let times = self.rng.random_range(1..=3);
        let attempts = (0..times).map(|_| (self.hand_for(&person, &[ADMIN, SERVICE]), TRIAL, input.clone())).collect();
        self.desk.race(ONE_TRIAL, &person.id, attempts).await.map(|_| ())
    }

    async fn move_one(&mut self) -> Result<()> {
        let (person, home) = (self.anybody()?, self.home()?);
        if person.settled.is_some() {
            return Ok(());
        }
        let input = json!({ "id": person.id, "chapter": home.chapter(), "reason": "演练搬家" });
        let who = self.one_of(&[ADMIN, SERVICE]);
        self.desk.attempt(&who, MOVE, input).await.map(|_| ())
    }

    /// Freezes and, mostly, thaws somebody; grants days first, so that there is something to freeze.
    async fn freeze(&mut self) -> Result<()> {
        let person = self.anybody()?;
        self.grant(&person).await?;
        let input = json!({ "member": person.id });
        let who = self.own_or(&person, &[ADMIN, SERVICE]);
        if self.desk.attempt(&who, FREEZE, input.clone()).await?.is_ok() && self.rng.random_bool(0.7) {
            self.rest(0..500).await;
            self.desk.attempt(&who, UNFREEZE, input).await?.ok();
        }
        Ok(())
    }

    async fn grant_to_anybody(&mut self) -> Result<()> {
        let person = self.anybody()?;
        self.grant(&person).await
    }

    async fn grant(&mut self, person: &Person) -> Result<()> {
        let days = self.rng.random_range(1..60);
        let input = json!({ "member": person.id, "tier": "granted", "days": days, "reason": "演练核验" });
        let who = self.one_of(&[ADMIN, SERVICE]);
        self.desk.attempt(&who, GRANT, input).await.map(|_| ())
    }

    /// Moves chapters that have members, until the work is over: what their new parents count changes with it.
    pub(super) async fn reshape(mut self) {
        while self.is_running() {
            let outcome = self.move_chapter().await;
            self.told("move a chapter", outcome);
            self.rest(700..2_500).await;
        }
    }

    async fn move_chapter(&mut self) -> Result<()> {
        let arena = Arc::clone(&self.desk.arena);
        let county = arena.counties.choose(&mut self.rng).context("there is no county")?;
        let parent = arena.prefectures.choose(&mut self.rng).context("there is no prefecture")?;
        let document = "query($id: ID!) { chapter(id: $id) { version } }";
        let data = self.desk.crew.ask(ADMIN, document, &json!({ "id": county.chapter() })).await?;
        let version =
            data.pointer("/chapter/version").and_then(Value::as_i64).context("a chapter without a version")?;
        let input = json!({ "id": county.chapter(), "parent": parent.chapter(), "version": version });
        self.desk.crew.attempt(ADMIN, MOVE_CHAPTER, input).await?.ok();
        self.desk.log.answered();
        Ok(())
    }
}

fn consents() -> Value {
    json!([{ "purpose": "SERVICE", "textVersion": "2026-11" }])
}
